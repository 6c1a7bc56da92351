package io.layerscope.nn.evaluation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One class against the rest: rows in the order of their score, walked from the highest threshold
 * down. Rows of equal scores pass a threshold together.
 */
final class RankedScores {

  /** Order-preserving key of the score, then a bit: 1 for a positive. Ascending. */
  private final long[] ranked;

  private final long positives;

  private RankedScores(long[] ranked, long positives) {
    this.ranked = ranked;
    this.positives = positives;
  }

  /** Of class c's column of the probabilities [rows, classes]. */
  static RankedScores of(int[] labels, float[] probabilities, int classes, int c) {
    long[] ranked = new long[labels.length];
    long positives = 0;
    for (int row = 0; row < labels.length; row++) {
      // Adding zero makes -0 and 0 the same score.
      int bits = Float.floatToIntBits(probabilities[row * classes + c] + 0f);
      long key = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
      boolean positive = labels[row] == c;
      ranked[row] = key << 1 | (positive ? 1 : 0);
      positives += positive ? 1 : 0;
    }
    Arrays.sort(ranked);
    return new RankedScores(ranked, positives);
  }

  /**
   * The area under the receiver operating characteristic: the probability that a positive outranks
   * a negative, ties counting half. Null without positives or without negatives.
   */
  @Nullable Double rocAuc() {
    long negatives = ranked.length - positives;
    if (positives == 0 || negatives == 0) {
      return null;
    }
    double[] area = new double[1];
    walk(
        (truePositives, falsePositives, newTrue, newFalse) ->
            area[0] += newFalse * (truePositives - 0.5 * newTrue));
    return area[0] / positives / negatives;
  }

  /** The curve whose area {@link #rocAuc()} is; null where that is. */
  @Nullable RocCurve roc() {
    long negatives = ranked.length - positives;
    if (positives == 0 || negatives == 0) {
      return null;
    }
    var curve = new RocCurve.Builder();
    walk(
        (truePositives, falsePositives, _, _) ->
            curve.pass((double) falsePositives / negatives, (double) truePositives / positives));
    return curve.build();
  }

  /**
   * Average precision, sum_n (R_n - R_(n-1)) P_n over the thresholds, without interpolation; null
   * without positives.
   */
  @Nullable Double averagePrecision() {
    if (positives == 0) {
      return null;
    }
    double[] sum = new double[1];
    walk(
        (truePositives, falsePositives, newTrue, newFalse) ->
            sum[0] += newTrue * (double) truePositives / (truePositives + falsePositives));
    return sum[0] / positives;
  }

  /** What passes a threshold. */
  private interface Threshold {
    void passed(long truePositives, long falsePositives, long newTrue, long newFalse);
  }

  private void walk(Threshold threshold) {
    long truePositives = 0;
    long falsePositives = 0;
    int end = ranked.length;
    while (end > 0) {
      long key = ranked[end - 1] >> 1;
      long newTrue = 0;
      long newFalse = 0;
      for (; end > 0 && ranked[end - 1] >> 1 == key; end--) {
        newTrue += ranked[end - 1] & 1;
        newFalse += 1 - (ranked[end - 1] & 1);
      }
      truePositives += newTrue;
      falsePositives += newFalse;
      threshold.passed(truePositives, falsePositives, newTrue, newFalse);
    }
  }
}
