package io.layerscope.nn.theory;

import java.util.ArrayList;
import java.util.List;

/**
 * The values a distribution takes with more than a vanishing probability: outside of low <= k <=
 * high less than 1e-15 of the mass is left.
 */
public record Support(int low, int high) {

  private static final double VANISHING = 1e-22;

  /**
   * Some neighbouring values together.
   *
   * @param k the least of them
   * @param to the greatest of them
   * @param probability P(k) + ... + P(to)
   */
  public record Mass(int k, int to, double probability) {}

  /** From the mode outwards. */
  public static Support of(Distribution distribution) {
    int mode = (int) distribution.mean();
    int step = (int) Math.max(1, Math.sqrt(distribution.variance()) / 4);
    int low = mode;
    while (low > 0 && distribution.probability(low) > VANISHING) {
      low = Math.max(0, low - step);
    }
    int high = mode + 1;
    while (distribution.probability(high) > VANISHING) {
      high = Math.addExact(high, step);
    }
    int most = distribution instanceof Binomial binomial ? binomial.trials() : Integer.MAX_VALUE;
    return new Support(low, Math.min(high, most));
  }

  /**
   * The distribution in at most so many points, neighbouring values taken together, so that no mass
   * is lost.
   */
  public static List<Mass> points(Distribution distribution, int maxPoints) {
    Support support = of(distribution);
    int width = Math.ceilDiv(support.high - support.low + 1, maxPoints);
    List<Mass> points = new ArrayList<>();
    for (int from = support.low; from <= support.high; from += width) {
      int to = Math.min(from + width - 1, support.high);
      double sum = 0;
      for (int k = from; k <= to; k++) {
        sum += distribution.probability(k);
      }
      points.add(new Mass(from, to, sum));
    }
    return List.copyOf(points);
  }
}
