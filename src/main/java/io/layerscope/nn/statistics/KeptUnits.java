package io.layerscope.nn.statistics;

import io.layerscope.nn.theory.Binomial;

/**
 * How many of a layer's M units dropout kept, row by row, beside Binomial(M, 1-p).
 *
 * @param mean measured over the rows
 * @param variance measured over the rows, divided by their number
 * @param expectedMean M (1-p)
 * @param expectedVariance M p (1-p)
 */
public record KeptUnits(
    double mean,
    double variance,
    double expectedMean,
    double expectedVariance,
    KeptUnitsHistogram histogram) {

  /**
   * From the number of kept units in each row.
   *
   * @param kept one number per row, 0 to {@code units}
   * @param dropout p, the probability of dropping a unit
   */
  public static KeptUnits of(int[] kept, int units, double dropout, int bins) {
    float[] values = new float[kept.length];
    for (int i = 0; i < kept.length; i++) {
      values[i] = kept[i];
    }
    Moments moments = Moments.of(values, values.length);
    Binomial binomial = Binomial.kept(units, dropout);
    return new KeptUnits(
        moments.mean(),
        moments.variance(),
        binomial.mean(),
        binomial.variance(),
        KeptUnitsHistogram.of(kept, binomial, bins));
  }
}
