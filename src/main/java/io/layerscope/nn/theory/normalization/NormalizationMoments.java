package io.layerscope.nn.theory.normalization;

/**
 * A batch Y [B, M] normalized by its own moments, Y^ = gamma X^ + beta, and the derivatives back
 * through it: the reference, in double, for the layers that train.
 */
public sealed interface NormalizationMoments permits BatchNormalizationMoments, WhiteningMoments {

  /** m, the column means [M]. */
  double[] mean();

  /** v, the column variances [M], divided by B. */
  double[] variance();

  /**
   * By what deviations from the mean are multiplied: 1/sqrt(v + eps) by column, or lam^(-1/2) by
   * direction where the batch is whitened. Infinite or not a number where eps is 0 and a column (or
   * a combination of columns) is constant.
   */
  double[] amplification();

  /** X^ [B, M]. */
  Batch standardized();

  /**
   * The covariance of X^ [M, M] in closed form, row-major; not a number where there is none,
   * between groups of columns.
   */
  double[] covariance();

  /** Y^ = gamma X^ + beta [B, M]. */
  default Batch output(double[] gamma, double[] beta) {
    return standardized().affine(gamma, beta);
  }

  /**
   * The derivatives of a loss.
   *
   * @param gamma [M]
   * @param upstream dY^ [B, M], the loss's derivative by the output
   */
  NormalizationGradients gradients(double[] gamma, Batch upstream);
}
