package io.layerscope.nn.evaluation;

import io.layerscope.nn.theory.Binomial;
import java.util.List;

/**
 * The 95 % bootstrap interval of an accuracy.
 *
 * <p>Resampling n rows, of which k are right, gives Binomial(n, k/n) right ones. The percentiles of
 * that distribution are what endless resampling would end at, so that none is done, and no seed
 * decides. Where all rows are right, so is every resample: [1, 1].
 */
final class AccuracyInterval {

  private AccuracyInterval() {}

  /** The 2.5 and the 97.5 percentile. */
  static List<Double> of(long correct, int rows) {
    double accuracy = (double) correct / rows;
    Binomial resampled = new Binomial(rows, accuracy, (double) (rows - correct) / rows);
    // What lies further out than 12 deviations weighs less than a rounding error.
    double reach = 12 * Math.sqrt(resampled.variance()) + 12;
    int k = (int) Math.max(0, resampled.mean() - reach);
    double below = resampled.probability(k);
    while (below < 0.025 && k < rows) {
      below += resampled.probability(++k);
    }
    double low = (double) k / rows;
    while (below < 0.975 && k < rows) {
      below += resampled.probability(++k);
    }
    return List.of(low, (double) k / rows);
  }
}
