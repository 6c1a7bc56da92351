package io.layerscope.nn.theory;

/**
 * The two parts of Loader's saddle-point form of binomial and Poisson probabilities.
 *
 * <p>Differences of log-gamma cancel: for 10^7 units they are wrong by 3e-8. Here the large terms
 * are cancelled on paper, and what is left is small.
 *
 * <p>C. Loader, Fast and accurate computation of binomial probabilities (2000), as Apache Commons
 * Statistics has it.
 */
final class SaddlePoint {

  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
  private static final double[] SMALL = small();

  private SaddlePoint() {}

  /**
   * log n! - [(n + 1/2) log n - n + log(2 pi)/2], for whole n >= 0 (0 for n = 0, where it is not
   * used).
   */
  static double stirlingError(double n) {
    if (n < SMALL.length) {
      return SMALL[(int) n];
    }
    double nn = n * n;
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / nn) / nn) / nn) / nn)
        / n;
  }

  /** x log(x/mean) + mean - x, right also where x is near the mean. */
  static double deviance(double x, double mean) {
    if (Math.abs(x - mean) >= 0.1 * (x + mean)) {
      return x * Math.log(x / mean) + mean - x;
    }
    double d = x - mean;
    double v = d / (x + mean);
    double sum = v * d;
    double term = 2 * x * v;
    double vv = v * v;
    for (int odd = 3; ; odd += 2) {
      term *= vv;
      double next = sum + term / odd;
      if (next == sum) {
        return sum;
      }
      sum = next;
    }
  }

  private static double[] small() {
    double[] errors = new double[16];
    double factorial = 1;
    for (int n = 1; n < errors.length; n++) {
      factorial *= n;
      errors[n] = Math.log(factorial) - ((n + 0.5) * Math.log(n) - n + HALF_LOG_TWO_PI);
    }
    return errors;
  }
}
