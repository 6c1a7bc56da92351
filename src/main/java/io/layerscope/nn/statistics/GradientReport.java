package io.layerscope.nn.statistics;

import org.jspecify.annotations.Nullable;

/** Derivatives of the loss by a layer's pre-activations, activations, weights and bias. */
public record GradientReport(
    @Nullable GradientSummary preActivation,
    @Nullable GradientSummary activation,
    @Nullable GradientSummary weights,
    @Nullable GradientSummary bias) {}
