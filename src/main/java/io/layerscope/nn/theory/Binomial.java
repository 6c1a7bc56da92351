package io.layerscope.nn.theory;

/**
 * The number k of M units that dropout keeps, each independently with probability q = 1 - p.
 *
 * <p>P(k) = C(M, k) q^k p^(M-k); mean M q; variance M p q. Right to 1e-10 (relative) within 8
 * standard deviations of the mean for M up to 10^7.
 *
 * @param trials M
 * @param success q
 * @param failure p = 1 - q, given too since 1 - q has lost digits where q is near 1
 */
public record Binomial(int trials, double success, double failure) implements Distribution {

  public Binomial {
    if (trials < 0 || !(success >= 0 && failure >= 0 && Math.abs(success + failure - 1) < 1e-15)) {
      throw new IllegalArgumentException(
          "No binomial of " + trials + ", " + success + ", " + failure);
    }
  }

  /** The number of units kept of so many when each is dropped with the given probability. */
  public static Binomial kept(int units, double dropout) {
    return new Binomial(units, 1 - dropout, dropout);
  }

  @Override
  public double mean() {
    return trials * success;
  }

  @Override
  public double variance() {
    return trials * success * failure;
  }

  @Override
  public double fourthMoment() {
    return variance() * (1 + 3 * (trials - 2.0) * success * failure);
  }

  @Override
  public double probability(int k) {
    if (k < 0 || k > trials) {
      return 0;
    }
    if (k == 0) {
      return Math.exp(timesLog(trials, failure, success));
    }
    if (k == trials) {
      return Math.exp(timesLog(trials, success, failure));
    }
    if (success == 0 || failure == 0) {
      return 0;
    }
    double n = trials;
    double rest = n - k;
    double logarithm =
        SaddlePoint.stirlingError(n)
            - SaddlePoint.stirlingError(k)
            - SaddlePoint.stirlingError(rest)
            - SaddlePoint.deviance(k, n * success)
            - SaddlePoint.deviance(rest, n * failure);
    return Math.exp(logarithm) * Math.sqrt(n / (2 * Math.PI * k * rest));
  }

  /** n log(x), from 1 - x where x is near 1; 0 for n = 0. */
  private static double timesLog(int n, double x, double complement) {
    return n == 0 ? 0 : n * (complement < 0.5 ? Math.log1p(-complement) : Math.log(x));
  }
}
