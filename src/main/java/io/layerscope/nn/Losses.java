package io.layerscope.nn;

import org.jspecify.annotations.Nullable;

/** An epoch's mean loss and accuracy; null where there are no rows or no steps. */
public record Losses(
    @Nullable Double trainLoss,
    @Nullable Double trainAccuracy,
    @Nullable Double validationLoss,
    @Nullable Double validationAccuracy) {}
