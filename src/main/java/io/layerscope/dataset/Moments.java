package io.layerscope.dataset;

import java.util.Arrays;

/**
 * Moments and order statistics of numbers in ascending order.
 *
 * @param standardDeviation of the population: divided by n, as in StandardScaler
 */
@SuppressWarnings("ArrayRecordComponent")
record Moments(double[] sorted, double mean, double standardDeviation) {

  static Moments of(double[] sorted) {
    int n = sorted.length;
    double sum = 0;
    for (double x : sorted) {
      sum += x;
    }
    double mean = sum / n;
    if (!Double.isFinite(mean)) {
      mean = Arrays.stream(sorted).map(x -> x / n).sum();
    }
    double squares = 0;
    for (double x : sorted) {
      squares += (x - mean) * (x - mean);
    }
    // Rounding in the mean must not make a constant column vary.
    boolean constant = sorted[0] == sorted[n - 1];
    return constant
        ? new Moments(sorted, sorted[0], 0)
        : new Moments(sorted, mean, Math.sqrt(squares / n));
  }

  double min() {
    return sorted[0];
  }

  double max() {
    return sorted[sorted.length - 1];
  }

  /** Linear interpolation, as numpy's default. */
  double quantile(double fraction) {
    double position = fraction * (sorted.length - 1);
    int low = (int) position;
    int high = Math.min(low + 1, sorted.length - 1);
    double weight = position - low;
    return sorted[low] * (1 - weight) + sorted[high] * weight;
  }

  /** The number that occurs most often; of several, the least. */
  double mostFrequent() {
    double best = sorted[0];
    int most = 0;
    for (int i = 0; i < sorted.length; ) {
      int from = i;
      while (i < sorted.length && sorted[i] == sorted[from]) {
        i++;
      }
      if (i - from > most) {
        most = i - from;
        best = sorted[from];
      }
    }
    return best;
  }
}
