package io.layerscope.nn.theory;

/**
 * How many units dropout keeps, and how near that is to its Poisson limit.
 *
 * <p>k ~ Binomial(M, q), q = 1 - p; for M to infinity with M q = lambda fixed, k ~ Poisson(lambda).
 *
 * <p>A. Barbour and P. Hall, On the rate of Poisson convergence (1984).
 *
 * @param units M
 * @param dropout p
 */
public record KeptUnits(int units, double dropout) {

  public KeptUnits {
    if (units < 0 || !(dropout >= 0 && dropout <= 1)) {
      throw new IllegalArgumentException(
          units + " units cannot be dropped with probability " + dropout);
    }
  }

  /** The kept units of a number of units that is itself Poisson: thinning. */
  public static Poisson ofPoissonUnits(double lambda, double dropout) {
    return new Poisson((1 - dropout) * lambda);
  }

  /** Binomial(M, q). */
  public Binomial distribution() {
    return Binomial.kept(units, dropout);
  }

  /** Poisson(M q). */
  public Poisson poissonLimit() {
    return new Poisson(distribution().mean());
  }

  /**
   * (1/2) sum over k of |P(k) - limit's P(k)|: the most that any event's probability differs by.
   */
  public double totalVariation() {
    Binomial binomial = distribution();
    Poisson poisson = poissonLimit();
    Support exact = Support.of(binomial);
    Support limit = Support.of(poisson);
    // Both have mass 1, so that what one has above the other is half of all differences.
    double above = 0;
    for (int k = Math.min(exact.low(), limit.low()); k <= exact.high(); k++) {
      above += Math.max(0, binomial.probability(k) - poisson.probability(k));
    }
    return above;
  }

  /** The bound of Barbour and Hall on the total variation, (1 - e^(-M q)) q. */
  public double bound() {
    return -Math.expm1(-distribution().mean()) * (1 - dropout);
  }
}
