package io.layerscope.laboratory.dropout;

import io.layerscope.nn.theory.ChiSquare;
import io.layerscope.nn.theory.Distribution;
import io.layerscope.nn.theory.KeptUnits;
import io.layerscope.nn.theory.Support;
import io.layerscope.nn.theory.Support.Mass;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of the number of kept units, and how often the masks of dropout kept so many.
 *
 * @param distribution binomial, or poisson where the number of units is
 * @param pmf points of neighbouring values: P(k) + ... + P(to)
 * @param poissonLimit null where the distribution itself is Poisson
 * @param theory the mean and the variance again, to be set beside what was measured
 * @param measured null without samples
 */
@Schema(name = "KeptUnitsAnswer")
record KeptUnitsAnswer(
    @Schema(allowableValues = {"binomial", "poisson"}) String distribution,
    double mean,
    double variance,
    @Schema(
            description =
                "Each point is `k` to `to` with the probability of all of them, so that no mass is"
                    + " lost; values of less than 1e-22 at both ends are left out.")
        List<Mass> pmf,
    @Nullable PoissonLimit poissonLimit,
    MomentsAnswer.Pair theory,
    @Nullable Measured measured) {

  /**
   * Poisson(M q) beside Binomial(M, q).
   *
   * @param totalVariation the most that any event's probability differs by
   * @param bound on it, (1 - e^(-M q)) q
   */
  record PoissonLimit(double lambda, List<Mass> pmf, double totalVariation, double bound) {

    static PoissonLimit of(KeptUnits kept, int maxPoints) {
      Distribution limit = kept.poissonLimit();
      return new PoissonLimit(
          limit.mean(), Support.points(limit, maxPoints), kept.totalVariation(), kept.bound());
    }
  }

  /**
   * What masks gave.
   *
   * @param standardError of mean and variance, by theory
   * @param frequencies at the points of pmf
   * @param chiSquare whether the counts are as likely as they should be
   */
  @Schema(name = "KeptUnitsMeasured")
  record Measured(
      int samples,
      double mean,
      double variance,
      MomentsAnswer.Pair standardError,
      List<Frequency> frequencies,
      ChiSquare chiSquare) {}

  /**
   * How often k to {@code to} units were kept.
   *
   * @param standardError of the frequency, sqrt(P (1 - P) / samples)
   */
  record Frequency(int k, int to, long count, double frequency, double standardError) {}
}
