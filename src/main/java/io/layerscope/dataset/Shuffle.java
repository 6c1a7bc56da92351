package io.layerscope.dataset;

/**
 * Fisher-Yates by SplitMix64 (Steele, Lea, Flood 2014), written out so that a seed gives the same
 * rows on every version of Java.
 */
final class Shuffle {

  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  Shuffle(long seed) {
    state = seed;
  }

  void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = below(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }

  /**
   * Uniform on 0 .. bound - 1, up to a bias below bound / 2^32: far below what a split can show.
   */
  private int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  private long next() {
    state += GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
