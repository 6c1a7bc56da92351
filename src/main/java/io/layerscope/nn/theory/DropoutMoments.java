package io.layerscope.nn.theory;

import java.util.function.DoubleUnaryOperator;

/**
 * The moments of a unit's activation h = sigma(z), z ~ N(0, 1), before and after dropout.
 *
 * <p>h~ = m / (1-p) h with m ~ Bernoulli(1-p): E[h~] = E[h], Var[h~] = E[h^2]/(1-p) - E[h]^2.
 * Without the factor 1/(1-p): E[h~] = (1-p) E[h], Var[h~] = (1-p) E[h^2] - (1-p)^2 E[h]^2.
 *
 * <p>N. Srivastava et al., Dropout (2014). For ReLU E[h] = 1/sqrt(2 pi) and Var[h] = 1/2 - 1/(2
 * pi).
 */
public record DropoutMoments(Moments before, Moments after) {

  /**
   * Mean, variance and fourth central moment.
   *
   * @param fourth E[(x - mean)^4], which decides how far a measured variance scatters
   */
  public record Moments(double mean, double variance, double fourth) {

    /** From E[x], E[x^2], E[x^3], E[x^4]. */
    static Moments ofRaw(double m1, double m2, double m3, double m4) {
      return new Moments(
          m1, m2 - m1 * m1, m4 - 4 * m1 * m3 + 6 * m1 * m1 * m2 - 3 * m1 * m1 * m1 * m1);
    }

    /** The standard error of the mean of so many independent values. */
    public double meanError(long values) {
      return Math.sqrt(variance / values);
    }

    /**
     * How far the variance of so many independent values, divided by n, scatters around this one:
     * the root of (n-1) ((n-1) fourth - (n-3) variance^2) / n^3 + variance^2 / n^2.
     */
    public double varianceError(long values) {
      double n = values;
      double square = variance * variance;
      double scatter = (n - 1) / n * ((n - 1) / n * fourth - (n - 3) / n * square) / n;
      return Math.sqrt(Math.max(0, scatter) + square / n / n);
    }
  }

  /**
   * @param activation sigma
   * @param dropout p < 1
   * @param rescale whether kept units are divided by 1-p
   */
  public static DropoutMoments of(DoubleUnaryOperator activation, double dropout, boolean rescale) {
    double[] raw = new double[4];
    for (int power = 1; power <= 4; power++) {
      int exponent = power;
      raw[power - 1] =
          GaussianExpectation.of(z -> Math.pow(activation.applyAsDouble(z), exponent), 1);
    }
    double kept = 1 - dropout;
    double factor = rescale ? 1 / kept : 1;
    double[] dropped = new double[4];
    for (int i = 0; i < 4; i++) {
      dropped[i] = kept * Math.pow(factor, i + 1) * raw[i];
    }
    return new DropoutMoments(
        Moments.ofRaw(raw[0], raw[1], raw[2], raw[3]),
        Moments.ofRaw(dropped[0], dropped[1], dropped[2], dropped[3]));
  }
}
