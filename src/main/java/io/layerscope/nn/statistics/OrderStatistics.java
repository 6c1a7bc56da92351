package io.layerscope.nn.statistics;

import io.layerscope.nn.statistics.Scratch.Role;
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
  static float[] at(float[] values, int length, int[] ranks, Scratch scratch) {
    return length < SORTED_BELOW
        ? bySorting(values, length, ranks)
        : byBuckets(values, length, ranks, scratch);
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

  private static float[] byBuckets(float[] values, int length, int[] ranks, Scratch scratch) {
    int[] counts = scratch.counts(BUCKETS);
    for (int i = 0; i < length; i++) {
      counts[bucket(values[i])]++;
    }
    // Where the next value of a bucket goes, times two, plus one if the bucket is wanted. Values of
    // the others all go to one place behind the wanted: a branch on ReLU's zeros would be guessed
    // wrong half of the time.
    int[] next = scratch.places(BUCKETS);
    int[] at = new int[ranks.length];
    int gathered = plan(counts, ranks, next, at);
    float[] wanted = scratch.floats(Role.PICKED, gathered + 1);
    for (int i = 0; i < length; i++) {
      int bucket = bucket(values[i]);
      int place = next[bucket];
      wanted[place >>> 1] = values[i];
      next[bucket] = place + ((place & 1) << 1);
    }
    // Each bucket by itself: that of the zeros, half of what ReLU lets through, is one run.
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      if ((next[bucket] & 1) == 1) {
        Arrays.sort(wanted, (next[bucket] >>> 1) - counts[bucket], next[bucket] >>> 1);
      }
    }
    float[] found = new float[ranks.length];
    for (int i = 0; i < ranks.length; i++) {
      found[i] = wanted[at[i]];
    }
    return found;
  }

  /** Lays out the wanted buckets one after the other; returns how many values they hold. */
  private static int plan(int[] counts, int[] ranks, int[] next, int[] at) {
    int below = 0;
    int gathered = 0;
    int rank = 0;
    for (int bucket = 0; bucket < BUCKETS && rank < ranks.length; bucket++) {
      int above = below + counts[bucket];
      if (ranks[rank] < above) {
        next[bucket] = 2 * gathered + 1;
        while (rank < ranks.length && ranks[rank] < above) {
          at[rank] = gathered + ranks[rank] - below;
          rank++;
        }
        gathered += counts[bucket];
      }
      below = above;
    }
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      next[bucket] = (next[bucket] & 1) == 1 ? next[bucket] : 2 * gathered;
    }
    return gathered;
  }

  private static int bucket(float value) {
    int bits = Float.floatToRawIntBits(value);
    // Negative floats order backwards: all their bits are turned; of others only the sign.
    return (bits ^ ((bits >> 31) | Integer.MIN_VALUE)) >>> 16;
  }
}
