package io.layerscope.laboratory.normalization;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A batch, normalized in double, with all derivatives, and by the layer that trains.
 *
 * @param rows B
 * @param units M
 * @param groupSize null where each column is normalized by itself
 * @param mean m [M]
 * @param variance v [M], divided by B
 * @param amplification 1/sqrt(v + eps) of each column; of whitening, of each direction
 * @param constantColumns columns, from 0, in which all values are equal: x^ is 0 there
 * @param normalized X^ [B, M]
 * @param output Y^ = gamma X^ + beta [B, M]
 * @param outputMean of Y^ [M]
 * @param outputVariance of Y^ [M]
 * @param covariance of X^ [M, M]
 * @param gradients null without upstream
 * @param check null without upstream
 */
@SuppressWarnings("ArrayRecordComponent")
@Schema(name = "NormalizationAnswer")
record NormalizationAnswer(
    NormalizationKind kind,
    int rows,
    int units,
    @Nullable Integer groupSize,
    double[] mean,
    double[] variance,
    double[] amplification,
    @Schema(
            description =
                "Columns, from 0, in which all values are equal: epsilon alone keeps their"
                    + " amplification finite, 1/sqrt(epsilon); normalized is 0 and the output"
                    + " beta.")
        int[] constantColumns,
    double[][] normalized,
    double[][] output,
    double[] outputMean,
    double[] outputVariance,
    double[][] covariance,
    @Nullable Gradients gradients,
    @Nullable Check check,
    Theory theory,
    Measured measured,
    Compare compare) {

  /**
   * Derivatives of the loss.
   *
   * @param mean by the batch's means
   * @param variance by the batch's variances, or the covariance's diagonal
   */
  @Schema(name = "NormalizationGradients")
  record Gradients(double[] gamma, double[] beta, double[] mean, double[] variance, double[][] y) {}

  /**
   * Gradients against central differences: the greatest difference in each array relative to its
   * greatest derivative.
   *
   * @param elements how many derivatives were compared; at even distances where all take too long
   */
  @Schema(name = "NormalizationCheck")
  record Check(
      double greatestRelativeError,
      double gamma,
      double beta,
      double mean,
      double variance,
      double y,
      int elements,
      int of) {}

  /**
   * The closed forms.
   *
   * @param outputMean beta
   * @param outputVariance gamma^2 v/(v + eps), or gamma^2 times the covariance's diagonal
   * @param covariance I - eps S^-1 within a group; cov(Y) scaled by the amplifications for batch
   */
  @Schema(name = "NormalizationTheory")
  record Theory(
      double[] outputMean,
      double[] outputVariance,
      @Schema(description = "null between groups, where there is no closed form.")
          double[][] covariance) {}

  /**
   * The same by the layer that trains, in float32.
   *
   * @param outputDifference the greatest absolute difference of its output from `output`
   * @param gradientDifference of its derivative by y from `gradients.y`; null without upstream
   */
  @Schema(name = "NormalizationMeasured")
  record Measured(
      double[] outputMean,
      double[] outputVariance,
      double[][] covariance,
      @Nullable Double outputDifference,
      @Nullable Double gradientDifference) {}

  /** Both kinds on the same batch. */
  @Schema(name = "NormalizationCompare")
  record Compare(Figures batch, Figures whitening) {}

  /**
   * What a kind does to the batch.
   *
   * @param offDiagonalCorrelation the mean absolute correlation of two columns of X^
   * @param microseconds of one forward pass of the layer on one thread, the median of several
   * @param groupSize of whitening: as asked for, and always less than the rows
   */
  @Schema(name = "NormalizationFigures")
  record Figures(
      @Nullable Double offDiagonalCorrelation, double microseconds, @Nullable Integer groupSize) {}
}
