package io.layerscope.nn.theory;

import java.util.Arrays;

/**
 * Draws from a distribution by inverting its distribution function: the least k with F(k) >= u, for
 * u uniform on [0, 1).
 */
public final class Quantiles {

  private final int low;
  private final double[] cumulative;

  private Quantiles(int low, double[] cumulative) {
    this.low = low;
    this.cumulative = cumulative;
  }

  /** A table of F over the distribution's support. */
  public static Quantiles of(Distribution distribution) {
    Support support = Support.of(distribution);
    double[] cumulative = new double[support.high() - support.low() + 1];
    double sum = 0;
    for (int i = 0; i < cumulative.length; i++) {
      sum += distribution.probability(support.low() + i);
      cumulative[i] = sum;
    }
    return new Quantiles(support.low(), cumulative);
  }

  /** The value at u. */
  public int at(double u) {
    int found = Arrays.binarySearch(cumulative, u);
    return low + Math.min(found < 0 ? -found - 1 : found, cumulative.length - 1);
  }
}
