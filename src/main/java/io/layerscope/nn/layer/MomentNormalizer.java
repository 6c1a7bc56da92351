package io.layerscope.nn.layer;

import io.layerscope.nn.array.Matrix;

/** A normalizer that takes moments over the batch, or in inference the running ones. */
public sealed interface MomentNormalizer extends Normalizer permits BatchNormalization, Whitening {

  /** m [M] of the last forward pass. */
  Matrix mean();

  /** v [M] of the last forward pass, divided by the rows. */
  Matrix variance();

  /**
   * What eps takes from a unit's variance: X^ has variance 1 less this, eps (S^-1)[unit, unit],
   * that is eps / (v + eps) where units are normalized one by one.
   */
  double shrinkage(int unit);

  /**
   * The loss's derivative by the batch's means [M], after a backward pass: what they move in the
   * variances is part of it, and is 0.
   */
  float[] meanGradient(LayerGradients gradients);

  /**
   * The loss's derivative by the batch's variances [M], where groups are whitened by the diagonal
   * of their covariance, after a backward pass over so many rows.
   */
  float[] varianceGradient(LayerGradients gradients, int rows);
}
