package io.layerscope.nn.statistics;

import io.layerscope.nn.theory.Binomial;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows by their number of kept units, beside the number of rows that the binomial lets expect.
 *
 * <p>Numbers of units are whole, so that bins are too: a bin from edge a to edge b holds a <= k <
 * b. They span what was seen and 4 deviations around the binomial's mean.
 *
 * @param edges whole numbers, ascending, one more than bins
 * @param counts rows in each bin
 * @param expected rows * P(a <= k < b)
 */
public record KeptUnitsHistogram(List<Double> edges, List<Long> counts, List<Double> expected) {

  public KeptUnitsHistogram {
    edges = List.copyOf(edges);
    counts = List.copyOf(counts);
    expected = List.copyOf(expected);
  }

  static KeptUnitsHistogram of(int[] kept, Binomial binomial, int bins) {
    double reach = 4 * Math.sqrt(binomial.variance());
    int low = (int) Math.max(0, Math.floor(binomial.mean() - reach));
    int high = (int) Math.min(binomial.trials(), Math.ceil(binomial.mean() + reach));
    for (int k : kept) {
      low = Math.min(low, k);
      high = Math.max(high, k);
    }
    int step = Math.ceilDiv(high - low + 1, bins);
    long[] counts = new long[Math.ceilDiv(high - low + 1, step)];
    for (int k : kept) {
      counts[(k - low) / step]++;
    }
    List<Double> edges = new ArrayList<>();
    List<Long> rows = new ArrayList<>();
    List<Double> expected = new ArrayList<>();
    for (int bin = 0; bin < counts.length; bin++) {
      int from = low + bin * step;
      double probability = 0;
      for (int k = from; k < Math.min(from + step, binomial.trials() + 1); k++) {
        probability += binomial.probability(k);
      }
      edges.add((double) from);
      rows.add(counts[bin]);
      expected.add(kept.length * probability);
    }
    edges.add((double) (low + counts.length * step));
    return new KeptUnitsHistogram(edges, rows, expected);
  }
}
