package io.layerscope.nn.statistics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Counts of values in bins of equal width between the least and the greatest value.
 *
 * <p>Bin i holds edges[i] <= x < edges[i+1]; the last bin holds its upper edge too. If all values
 * are the same, the range is one wide around them. Edges and counts are those of {@code
 * numpy.histogram}.
 *
 * @param edges the bins + 1 edges, ascending
 * @param counts how many values each bin holds
 */
public record Histogram(List<Double> edges, List<Long> counts) {

  public Histogram {
    edges = List.copyOf(edges);
    counts = List.copyOf(counts);
    if (edges.size() != counts.size() + 1) {
      throw new IllegalArgumentException(
          edges.size() + " edges cannot bound " + counts.size() + " bins");
    }
  }

  /** The histogram of the first {@code length} values, all of them finite. */
  public static Histogram of(float[] values, int length, int bins) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < length; i++) {
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    return between(values, length, bins, min, max);
  }

  /** As {@link #of}, for values whose least and greatest are known. */
  static Histogram between(float[] values, int length, int bins, float min, float max) {
    double[] edges = edges(bins, min, max);
    double low = edges[0];
    double perUnit = bins / (edges[bins] - low);
    long[] counts = new long[bins];
    for (int i = 0; i < length; i++) {
      double x = values[i];
      int bin = Math.min((int) ((x - low) * perUnit), bins - 1);
      // The product is rounded: the edge itself decides for values beside it.
      if (x < edges[bin]) {
        bin--;
      } else if (bin < bins - 1 && x >= edges[bin + 1]) {
        bin++;
      }
      counts[bin]++;
    }
    return new Histogram(boxed(edges), boxed(counts));
  }

  private static double[] edges(int bins, double min, double max) {
    double low = min < max ? min : min - 0.5;
    double high = min < max ? max : max + 0.5;
    double[] edges = new double[bins + 1];
    double step = (high - low) / bins;
    for (int i = 0; i < bins; i++) {
      edges[i] = i * step + low;
    }
    edges[bins] = high;
    return edges;
  }

  private static List<Double> boxed(double[] values) {
    List<Double> list = new ArrayList<>(values.length);
    for (double value : values) {
      list.add(value);
    }
    return Collections.unmodifiableList(list);
  }

  private static List<Long> boxed(long[] values) {
    List<Long> list = new ArrayList<>(values.length);
    for (long value : values) {
      list.add(value);
    }
    return Collections.unmodifiableList(list);
  }
}
