package io.layerscope.nn.array.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Numbers in native memory between guards that no kernel may touch. */
final class Guarded {

  private static final int GUARD = 33;
  private static final float SENTINEL = 12345.678f;

  private final MemorySegment memory;
  private final int size;

  private Guarded(float[] values) {
    size = values.length;
    float[] all = new float[size + 2 * GUARD];
    Arrays.fill(all, SENTINEL);
    System.arraycopy(values, 0, all, GUARD, size);
    memory = Arena.ofAuto().allocateFrom(ValueLayout.JAVA_FLOAT, all);
  }

  static Guarded of(float... values) {
    return new Guarded(values);
  }

  static Guarded zeros(int size) {
    return new Guarded(new float[size]);
  }

  /** An odd multiple of four: kernels may not rely on alignment. */
  long address() {
    return memory.address() + 4L * GUARD;
  }

  float[] values() {
    float[] all = memory.toArray(ValueLayout.JAVA_FLOAT);
    for (int i = 0; i < GUARD; i++) {
      assertThat(all[i]).as("before the first number").isEqualTo(SENTINEL);
      assertThat(all[all.length - 1 - i]).as("after the last number").isEqualTo(SENTINEL);
    }
    return Arrays.copyOfRange(all, GUARD, GUARD + size);
  }
}
