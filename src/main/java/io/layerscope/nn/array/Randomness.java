package io.layerscope.nn.array;

import java.util.random.RandomGenerator;

/**
 * Randomness as a pure function of what it is for: (seed, purpose, epoch, step, layer). So a run
 * that was resumed, a run beside others, and a run on another number of threads draw the same.
 *
 * <p>Keys are mixed by SplitMix64's finalizer (Steele, Lea, Flood 2014; Stafford's variant 13).
 */
public final class Randomness {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private Randomness() {}

  /** What randomness is for. The order is part of what a seed means: append only. */
  public enum Purpose {
    INITIALIZE,
    SHUFFLE,
    DROPOUT,
    PROBE,
    PROBE_ROWS,
    SPLIT,
    GENERATE,
    UNCERTAINTY,
    LABORATORY
  }

  /** The key of one use. */
  public static long key(long seed, Purpose purpose, long epoch, long step, long layer) {
    long key = mix(seed + GOLDEN);
    key = mix(key ^ mix(purpose.ordinal() + 1L));
    key = mix(key + GOLDEN * (epoch + 1));
    key = mix(key + GOLDEN * (step + 1));
    return mix(key + GOLDEN * (layer + 1));
  }

  /** A generator that begins at a key: SplitMix64. */
  public static RandomGenerator generator(long key) {
    return new SplitMix(key);
  }

  /** A uniform permutation of 0 .. n-1 (Fisher and Yates, Durstenfeld). */
  public static void shuffle(int[] permutation, RandomGenerator random) {
    for (int i = 0; i < permutation.length; i++) {
      permutation[i] = i;
    }
    for (int i = permutation.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swapped = permutation[i];
      permutation[i] = permutation[j];
      permutation[j] = swapped;
    }
  }

  private static long mix(long z) {
    long mixed = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  private static final class SplitMix implements RandomGenerator {

    private long state;

    SplitMix(long state) {
      this.state = state;
    }

    @Override
    public long nextLong() {
      state += GOLDEN;
      return mix(state);
    }
  }
}
