package io.layerscope.nn.evaluation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether predictions are right as often as their probability says: the reliability diagram of the
 * predicted class.
 *
 * <p>ece = sum over bins of count/rows * |accuracy - confidence|.
 *
 * <p>C. Guo et al., On calibration of modern neural networks (2017), with its 15 bins of equal
 * width.
 *
 * @param ece the expected calibration error
 */
public record Calibration(double ece, List<Bin> bins) {

  static final int BINS = 15;

  public Calibration {
    bins = List.copyOf(bins);
  }

  /**
   * The rows whose confidence lies in (low, high].
   *
   * @param confidence the mean probability of their predicted classes; null without rows
   * @param accuracy the part of them that was predicted right; null without rows
   */
  public record Bin(
      double low,
      double high,
      long count,
      @Nullable Double confidence,
      @Nullable Double accuracy) {}

  /** Where a confidence belongs. */
  static int bin(float confidence) {
    return Math.clamp((long) Math.ceil((double) confidence * BINS) - 1, 0, BINS - 1);
  }

  /** From each row's highest probability and whether its class is the true one. */
  static Calibration of(float[] confidences, boolean[] correct) {
    long[] counts = new long[BINS];
    long[] hits = new long[BINS];
    double[] sums = new double[BINS];
    for (int row = 0; row < confidences.length; row++) {
      int bin = bin(confidences[row]);
      counts[bin]++;
      hits[bin] += correct[row] ? 1 : 0;
      sums[bin] += confidences[row];
    }
    double ece = 0;
    List<Bin> bins = new ArrayList<>();
    for (int bin = 0; bin < BINS; bin++) {
      double low = (double) bin / BINS;
      double high = (bin + 1.0) / BINS;
      if (counts[bin] == 0) {
        bins.add(new Bin(low, high, 0, null, null));
      } else {
        double count = counts[bin];
        bins.add(new Bin(low, high, counts[bin], sums[bin] / count, hits[bin] / count));
        ece += Math.abs(hits[bin] - sums[bin]) / confidences.length;
      }
    }
    return new Calibration(ece, bins);
  }
}
