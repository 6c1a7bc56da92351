package io.layerscope.nn.statistics;

import java.util.Arrays;

/**
 * Single order statistics of many floats, without sorting them all.
 *
 * <p>Floats are counted by the upper 16 bits of their order-preserving key; only the buckets that
 * hold a wanted rank are gathered and sorted. Linear in the number of values.
 */
final class OrderStatistics {

  private static final int BUCKETS = 1 << 16;
  private static final int SORTED_BELOW = 1 << 13;

  private OrderStatistics() {}

  /**
   * The values at the given ranks (from 0, ascending) of the first {@code length} values, none of
   * them NaN.
   */
  static float[] at(float[] values, int length, int[] ranks) {
    return length < SORTED_BELOW
        ? bySorting(values, length, ranks)
        : byBuckets(values, length, ranks);
  }

  private static float[] bySorting(float[] values, int length, int[] ranks) {
    float[] sorted = Arrays.copyOf(values, length);
    Arrays.sort(sorted);
    float[] found = new float[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      found[i] = sorted[ranks[i]];
    }
    return found;
  }

  private static float[] byBuckets(float[] values, int length, int[] ranks) {
    int[] counts = new int[BUCKETS];
    for (int i = 0; i < length; i++) {
      counts[bucket(values[i])]++;
    }
    // gather[b] is where the next value of a wanted bucket b goes, plus 1; 0 for the buckets nobody
    // wants.
    int[] gather = new int[BUCKETS];
    int[] at = new int[ranks.length];
    int gathered = plan(counts, ranks, gather, at);
    float[] wanted = new float[gathered];
    for (int i = 0; i < length; i++) {
      int bucket = bucket(values[i]);
      if (gather[bucket] != 0) {
        wanted[gather[bucket]++ - 1] = values[i];
      }
    }
    // Each bucket by itself: that of the zeros, half of what ReLU lets through, is one run.
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      if (gather[bucket] != 0) {
        Arrays.sort(wanted, gather[bucket] - 1 - counts[bucket], gather[bucket] - 1);
      }
    }
    float[] found = new float[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      found[i] = wanted[at[i]];
    }
    return found;
  }

  /** Lays out the wanted buckets one after the other; returns how many values they hold. */
  private static int plan(int[] counts, int[] ranks, int[] gather, int[] at) {
    int below = 0;
    int gathered = 0;
    int next = 0;
    for (int bucket = 0; bucket < BUCKETS && next < ranks.length; bucket++) {
      int above = below + counts[bucket];
      if (ranks[next] < above) {
        gather[bucket] = gathered + 1;
        while (next < ranks.length && ranks[next] < above) {
          at[next] = gathered + ranks[next] - below;
          next++;
        }
        gathered += counts[bucket];
      }
      below = above;
    }
    return gathered;
  }

  private static int bucket(float value) {
    int bits = Float.floatToRawIntBits(value);
    // Negative floats order backwards: all their bits are turned; of others only the sign.
    return (bits ^ ((bits >> 31) | Integer.MIN_VALUE)) >>> 16;
  }
}
