package io.layerscope.nn.statistics;

import java.util.Arrays;

/**
 * Arrays that summaries use again and again, for one thread at a time. A layer of a thousand units
 * is summed up in millions of numbers after each epoch: left to the collector, arrays of that size
 * start its concurrent cycle every half second, which takes a core from whoever answers requests.
 */
public final class Scratch {

  private static final int[] NONE = {};

  private final float[][] values = new float[Role.values().length][0];
  private int[] counts = NONE;
  private int[] places = NONE;

  /** What is held at the same time. */
  public enum Role {
    PRE_ACTIVATION,
    NORMALIZED,
    ACTIVATION,
    OTHER,
    /** What the percentiles are picked from. */
    PICKED
  }

  /** At least so many numbers, of any value. */
  public float[] floats(Role role, int length) {
    if (values[role.ordinal()].length < length) {
      values[role.ordinal()] = new float[length];
    }
    return values[role.ordinal()];
  }

  /** Zeros, one for each bucket. */
  int[] counts(int buckets) {
    counts = zeros(counts, buckets);
    return counts;
  }

  /** Zeros, one for each bucket; not those of {@link #counts}. */
  int[] places(int buckets) {
    places = zeros(places, buckets);
    return places;
  }

  private static int[] zeros(int[] numbers, int length) {
    if (numbers.length != length) {
      return new int[length];
    }
    Arrays.fill(numbers, 0);
    return numbers;
  }
}
