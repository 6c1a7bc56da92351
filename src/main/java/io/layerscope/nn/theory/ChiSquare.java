package io.layerscope.nn.theory;

import java.util.ArrayList;
import java.util.List;

/**
 * Pearson's test of counts against a distribution, X^2 = sum (count - expected)^2 / expected.
 *
 * @param statistic X^2
 * @param degreesOfFreedom bins - 1
 * @param pValue the probability of an X^2 at least as large where the distribution is true; 1 with
 *     a single bin
 */
public record ChiSquare(double statistic, int degreesOfFreedom, double pValue) {

  /** Bins that expect fewer are taken together with their neighbours. */
  private static final double LEAST_EXPECTED = 5;

  /** From the counts and expectations of the same bins, in order. */
  public static ChiSquare of(double[] counts, double[] expected) {
    List<double[]> bins = merged(counts, expected);
    double statistic = 0;
    for (double[] bin : bins) {
      statistic += (bin[0] - bin[1]) * (bin[0] - bin[1]) / bin[1];
    }
    int degrees = bins.size() - 1;
    return new ChiSquare(
        statistic, degrees, degrees < 1 ? 1 : upperTail(degrees / 2.0, statistic / 2));
  }

  private static List<double[]> merged(double[] counts, double[] expected) {
    List<double[]> bins = new ArrayList<>();
    double[] open = new double[2];
    for (int i = 0; i < counts.length; i++) {
      open[0] += counts[i];
      open[1] += expected[i];
      if (open[1] >= LEAST_EXPECTED) {
        bins.add(open);
        open = new double[2];
      }
    }
    if (bins.isEmpty()) {
      bins.add(open);
    } else {
      bins.getLast()[0] += open[0];
      bins.getLast()[1] += open[1];
    }
    return bins;
  }

  /**
   * The regularized upper incomplete gamma function Q(a, x), by its series or its continued
   * fraction (Lentz).
   */
  static double upperTail(double a, double x) {
    if (x <= 0) {
      return 1;
    }
    double front = front(a, x);
    if (x < a + 1) {
      double term = 1 / a;
      double sum = term;
      for (double n = a + 1; term > 1e-17 * sum; n++) {
        term *= x / n;
        sum += term;
      }
      return 1 - front * sum;
    }
    double b = x + 1 - a;
    double c = 1e300;
    double d = 1 / b;
    double fraction = d;
    for (int i = 1; i < 100_000; i++) {
      double an = -i * (i - a);
      b += 2;
      d = 1 / (an * d + b);
      c = b + an / c;
      fraction *= d * c;
      if (Math.abs(d * c - 1) < 1e-16) {
        break;
      }
    }
    return front * fraction;
  }

  /** x^a e^-x / Gamma(a), for a of a whole or half number. */
  private static double front(double a, double x) {
    // Gamma(a) = Gamma(a + n) / (a (a+1) ...): raised until Stirling's series is exact.
    double raised = a;
    double product = 0;
    for (; raised < 16; raised++) {
      product += Math.log(raised);
    }
    double logGamma =
        SaddlePoint.stirlingError(raised)
            + (raised - 0.5) * Math.log(raised)
            - raised
            + 0.5 * Math.log(2 * Math.PI);
    return Math.exp(a * Math.log(x) - x - logGamma + product);
  }
}
