package io.layerscope.inference;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The body as OpenAPI tells it; it is read token by token, by {@link JsonRequest}. */
record PredictionRequest(
    @Schema(
            description =
                "One row each: an array of values in the order of the model's inputs, or an object"
                    + " by column name. null and the texts ?, NA, NaN, null and the empty one stand"
                    + " for a missing value.",
            example = "[[5.1, 3.5, 1.4, 0.2]]",
            minLength = 1)
        List<Object> rows,
    @Schema(
            description = "Tell only the most probable classes, in descending order.",
            minimum = "1",
            example = "3")
        @Nullable Integer topK,
    @Schema(
            description = "Passes with dropout on, for the uncertainty; 0: one pass, without.",
            minimum = "0",
            maximum = "1000",
            defaultValue = "0",
            example = "0")
        @Nullable Integer dropoutSamples) {

  /** The answer as OpenAPI tells it; written by {@link JsonAnswer}. */
  @Schema(name = "PredictionAnswer")
  record Answer(
      @Schema(example = "iris") String model,
      @Schema(example = "1") int version,
      @Schema(description = "In the order of the rows.") List<Prediction> predictions) {}
}
