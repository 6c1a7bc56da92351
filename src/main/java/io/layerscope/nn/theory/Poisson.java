package io.layerscope.nn.theory;

/**
 * The limit of Binomial(M, q) for many units with M q = lambda, and the number of kept units when
 * the number of units is itself Poisson (thinning): k ~ Poisson((1-p) lambda).
 *
 * <p>P(k) = lambda^k e^-lambda / k!; mean and variance lambda. Right to 1e-10 (relative) within 8
 * standard deviations.
 */
public record Poisson(double lambda) implements Distribution {

  public Poisson {
    if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("No Poisson distribution of mean " + lambda);
    }
  }

  @Override
  public double mean() {
    return lambda;
  }

  @Override
  public double variance() {
    return lambda;
  }

  @Override
  public double fourthMoment() {
    return lambda * (1 + 3 * lambda);
  }

  @Override
  public double probability(int k) {
    if (k < 0 || (lambda == 0 && k > 0)) {
      return 0;
    }
    if (k == 0) {
      return Math.exp(-lambda);
    }
    double logarithm = -SaddlePoint.stirlingError(k) - SaddlePoint.deviance(k, lambda);
    return Math.exp(logarithm) / Math.sqrt(2 * Math.PI * k);
  }
}
