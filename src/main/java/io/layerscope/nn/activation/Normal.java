package io.layerscope.nn.activation;

/** The standard normal distribution in double precision. */
final class Normal {

  private static final double SERIES_END = 6;
  private static final int FRACTION_TERMS = 60;

  private Normal() {}

  static double density(double x) {
    return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  }

  /**
   * Phi(x), relative error below 1e-13: the series 1/2 + phi(x) (x + x^3/3 + x^5/15 + ...) near 0
   * (Marsaglia 2004), Laplace's continued fraction in the lower tail, where the series cancels.
   */
  static double distribution(double x) {
    if (x < -2.5) {
      return x < -40 ? 0 : density(x) / fraction(-x);
    }
    if (x > SERIES_END) {
      return 1 - distribution(-x);
    }
    double term = x;
    double sum = x;
    for (int k = 3; sum + term != sum; k += 2) {
      term *= x * x / k;
      sum += term;
    }
    return 0.5 + sum * density(x);
  }

  /** x + 1/(x + 2/(x + 3/(x + ...))). */
  private static double fraction(double x) {
    double fraction = x;
    for (int k = FRACTION_TERMS; k >= 1; k--) {
      fraction = x + k / fraction;
    }
    return fraction;
  }
}
