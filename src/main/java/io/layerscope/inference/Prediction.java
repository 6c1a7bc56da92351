package io.layerscope.inference;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row's answer. */
record Prediction(
    @Schema(description = "The class of the highest probability.", example = "setosa") String label,
    @Schema(description = "The label's probability.", example = "0.98") float probability,
    @Schema(description = "By class: all in the model's order, or the `topK` most probable first.")
        Map<String, Float> probabilities,
    @Schema(description = "With `dropoutSamples`; else null.") @Nullable Uncertainty uncertainty) {}
