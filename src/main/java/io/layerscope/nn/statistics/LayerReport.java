package io.layerscope.nn.statistics;

import org.jspecify.annotations.Nullable;

/**
 * Everything that is reported of one weight layer at one epoch, measured on the probe's rows in
 * training mode.
 *
 * @param index from 1
 * @param preActivation z = h W^T + b
 * @param normalized gamma x^ + beta, where the layer is normalized
 * @param activation h = sigma(z)
 * @param afterDropout h~ = m/(1-p) h, where the layer has dropout
 * @param zeroFraction the part of the activations that is exactly 0
 * @param deadUnits units whose activation is 0 in every row of the probe
 * @param saturatedFraction the part of the activations at which the derivative is nearly 0
 * @param updateRatio log10 of mean |update| / mean |weight| of the last real step
 */
public record LayerReport(
    int index,
    int width,
    Summary preActivation,
    @Nullable Summary normalized,
    Summary activation,
    @Nullable Summary afterDropout,
    @Nullable KeptUnits keptUnits,
    double zeroFraction,
    int deadUnits,
    double saturatedFraction,
    @Nullable NormalizationReport normalization,
    GradientReport gradient,
    Summary weights,
    @Nullable Summary bias,
    @Nullable Double updateRatio,
    Expected expected) {}
