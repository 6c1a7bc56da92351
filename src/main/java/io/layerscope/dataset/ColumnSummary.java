package io.layerscope.dataset;

import io.layerscope.dataset.table.CategoricalColumn;
import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.dataset.table.NumericColumn;
import io.layerscope.nn.statistics.Histogram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a column holds. Of numbers: extremes, moments, quantiles and a histogram of those that are
 * there, null when none is. Of categories: each, and how many rows have it.
 *
 * @param missing rows without a value
 * @param standardDeviation of the population
 * @param quantiles by percentage, interpolated linearly
 * @param categories in their order; null for a numeric column
 * @param categoryCounts rows by category; null for a numeric column
 */
public record ColumnSummary(
    String name,
    ColumnKind kind,
    int missing,
    @Nullable Double min,
    @Nullable Double max,
    @Nullable Double mean,
    @Nullable Double standardDeviation,
    @Nullable Map<String, Double> quantiles,
    @Nullable Histogram histogram,
    @Nullable List<String> categories,
    @Nullable Map<String, Long> categoryCounts) {

  private static final List<String> PERCENTAGES = List.of("0", "5", "25", "50", "75", "95", "100");
  private static final int BINS = 20;

  /** Summarizes a column. */
  static ColumnSummary of(Column column) {
    return switch (column) {
      case CategoricalColumn categorical -> of(categorical);
      case NumericColumn numeric -> of(numeric);
    };
  }

  /** Rows by category. */
  static Map<String, Long> counts(CategoricalColumn column) {
    Map<String, Long> counts = new LinkedHashMap<>();
    long[] rows = column.counts();
    for (int i = 0; i < rows.length; i++) {
      counts.put(column.categories().get(i), rows[i]);
    }
    return counts;
  }

  private static ColumnSummary of(CategoricalColumn column) {
    return new ColumnSummary(
        column.name(),
        column.kind(),
        column.missing(),
        null,
        null,
        null,
        null,
        null,
        null,
        column.categories(),
        counts(column));
  }

  private static ColumnSummary of(NumericColumn column) {
    double[] sorted = SortedNumbers.all(column.numbers());
    int missing = column.rows() - sorted.length;
    if (sorted.length == 0) {
      return new ColumnSummary(
          column.name(), column.kind(), missing, null, null, null, null, null, null, null, null);
    }
    Moments moments = Moments.of(sorted);
    Map<String, Double> quantiles = new LinkedHashMap<>();
    for (String percentage : PERCENTAGES) {
      quantiles.put(percentage, moments.quantile(Double.parseDouble(percentage) / 100));
    }
    return new ColumnSummary(
        column.name(),
        column.kind(),
        missing,
        moments.min(),
        moments.max(),
        moments.mean(),
        moments.standardDeviation(),
        quantiles,
        histogram(sorted),
        null,
        null);
  }

  /** Bins of equal width; the last holds its upper edge too. */
  private static Histogram histogram(double[] sorted) {
    double min = sorted[0];
    double max = sorted[sorted.length - 1];
    double low = min < max ? min : min - 0.5;
    double high = min < max ? max : max + 0.5;
    List<Double> edges = new ArrayList<>();
    for (int i = 0; i <= BINS; i++) {
      double weight = (double) i / BINS;
      edges.add(i == BINS ? high : low * (1 - weight) + high * weight);
    }
    List<Long> counts = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= BINS; i++) {
      int to = i == BINS ? sorted.length : firstFrom(sorted, edges.get(i));
      counts.add((long) Math.max(to - from, 0));
      from = Math.max(to, from);
    }
    return new Histogram(edges, counts);
  }

  /** The index of the first number that is not below an edge. */
  private static int firstFrom(double[] sorted, double edge) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < edge) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
