package io.layerscope.nn.array;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Map;

/**
 * Lets a thread give way: training takes every core for hours, and whoever answers a request needs
 * one for a moment. On Linux alone, where each thread has a niceness of its own and Java sets none.
 */
final class Niceness {

  /** A thread of the usual niceness, 0, gets ten times the share of one of these. */
  static final int COMPUTE = 10;

  /**
   * How long one of these may run on in nanoseconds, which says to the kernel (from 6.12 on) that
   * threads of shorter turns, as all others are, need not wait for its end.
   */
  private static final long TURN = 20_000_000;

  /** The call has no function of the C library; its number depends on the processor. */
  private static final Map<String, Long> SCHED_SETATTR = Map.of("amd64", 314L, "aarch64", 274L);

  /** {@code struct sched_attr}, its first version. */
  private static final int SIZE = 48;

  private static final int NICE = 16;
  private static final int RUNTIME = 24;

  private Niceness() {}

  /** Makes the calling thread give way; without an effect where the system does not let it. */
  static void raise() {
    Long number = SCHED_SETATTR.get(System.getProperty("os.arch"));
    var syscall =
        CLibrary.function(
            "syscall",
            FunctionDescriptor.of(
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_INT),
            Linker.Option.firstVariadicArg(1));
    if (number == null || syscall.isEmpty() || !System.getProperty("os.name").equals("Linux")) {
      return;
    }
    MethodHandle call = syscall.get();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(SIZE, Long.BYTES);
      attributes.set(ValueLayout.JAVA_INT, 0, SIZE);
      attributes.set(ValueLayout.JAVA_INT, NICE, COMPUTE);
      attributes.set(ValueLayout.JAVA_LONG, RUNTIME, TURN);
      // The calling thread (0), no flags. Its result is not asked: a sandbox may forbid the call,
      // and then training is only less polite.
      long _ = (long) call.invokeExact((long) number, 0, attributes, 0);
    } catch (Throwable failure) {
      throw new IllegalStateException("sched_setattr failed", failure);
    }
  }
}
