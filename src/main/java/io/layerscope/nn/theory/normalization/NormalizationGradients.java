package io.layerscope.nn.theory.normalization;

/**
 * Derivatives of a loss through a normalization.
 *
 * @param gamma [M]
 * @param beta [M]
 * @param mean by the batch's means [M]; what they move in the variances is part of it
 * @param variance by the batch's variances [M], and by the diagonal of S where the batch is
 *     whitened
 * @param y by the input [B, M], all paths together
 */
public record NormalizationGradients(
    double[] gamma, double[] beta, double[] mean, double[] variance, Batch y) {}
