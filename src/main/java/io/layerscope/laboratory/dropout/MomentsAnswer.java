package io.layerscope.laboratory.dropout;

import io.layerscope.nn.theory.DropoutMoments;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Moments of one unit's values, by theory and measured over all units and rows.
 *
 * @param values units times samples: how many independent values were measured
 */
@Schema(name = "DropoutMomentsAnswer")
record MomentsAnswer(long values, Theory theory, Measured measured) {

  @Schema(name = "MeanAndVariance")
  record Pair(double mean, double variance) {

    static Pair of(DropoutMoments.Moments moments) {
      return new Pair(moments.mean(), moments.variance());
    }

    /** Standard errors of so many measured values. */
    static Pair errors(DropoutMoments.Moments moments, long values) {
      return new Pair(moments.meanError(values), moments.varianceError(values));
    }
  }

  /**
   * What the formulas give.
   *
   * @param preActivation of z, N(0, 1)
   * @param before of h
   * @param after of h~
   * @param trainingOverInference E[h~] / E[h]; null where E[h] = 0
   */
  @Schema(name = "DropoutMomentsTheory")
  record Theory(
      Pair preActivation,
      Pair before,
      Pair after,
      @Schema(
              description =
                  "What the next layer sees on average in training over what it sees in inference:"
                      + " 1 with rescale, 1 - dropout without; null where the mean is 0.")
          @Nullable Double trainingOverInference) {}

  /**
   * A measured mean and variance, divided by the number of values.
   *
   * @param standardError how far they scatter around theory, by the theoretical variance and fourth
   *     moment
   */
  @Schema(name = "MeasuredMoments")
  record Estimate(double mean, double variance, Pair standardError) {}

  /**
   * A measured ratio.
   *
   * @param standardError of the ratio, to first order
   */
  @Schema(name = "MeasuredRatio")
  record Ratio(double value, double standardError) {}

  /**
   * What the layer gave.
   *
   * @param orthogonality the greatest absolute element of W W^T - I, 0 in theory
   */
  @Schema(name = "DropoutMomentsMeasured")
  record Measured(
      Estimate preActivation,
      Estimate before,
      Estimate after,
      @Nullable Ratio trainingOverInference,
      @Schema(description = "The greatest absolute element of W W^T - I; float32 rounding.")
          double orthogonality) {}
}
