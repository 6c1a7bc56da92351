package io.layerscope.inference.gradients;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.bounds.OutOfBounds;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/**
 * Rows with their labels, and what is told of the loss's derivatives.
 *
 * @param seed decides which units are dropped
 */
record GradientRequest(
    @Schema(
            description =
                "The batch, as for predictions: arrays of values in the order of the model's"
                    + " inputs, or objects by column name. Models with batch normalization need at"
                    + " least 2 rows, with whitening more than its groups have units.",
            requiredMode = Schema.RequiredMode.REQUIRED,
            example = "[[5.1, 3.5, 1.4, 0.2], [6.5, 3.0, 5.5, 2.0]]")
        List<Object> rows,
    @Schema(
            description = "The class of each row, as a text or a number.",
            requiredMode = Schema.RequiredMode.REQUIRED,
            example = "[\"setosa\", \"virginica\"]")
        List<Object> labels,
    @JsonPropertyDescription(
            "Whether all derivatives are told, not their size only; default false.")
        Boolean values,
    @JsonPropertyDescription(
            "Whether derivatives are compared with central differences; default true.")
        Boolean check,
    @JsonPropertyDescription("Whether units are dropped as in training; default false.")
        Boolean dropout,
    @JsonPropertyDescription("Decides which units are dropped; default 0.") Long seed) {

  static final int MOST_ROWS = 4096;

  GradientRequest {
    if (rows == null || rows.isEmpty()) {
      throw new OutOfBounds("rows", "must have at least one row");
    }
    if (rows.size() > MOST_ROWS) {
      throw new OutOfBounds(
          "rows", "must have at most " + MOST_ROWS + " rows, but has " + rows.size());
    }
    if (labels == null || labels.size() != rows.size()) {
      throw new OutOfBounds(
          "labels",
          "must have one label for each of the %d rows, but has %d"
              .formatted(rows.size(), labels == null ? 0 : labels.size()));
    }
    values = values != null && values;
    check = check == null || check;
    dropout = dropout != null && dropout;
    seed = seed == null ? 0 : seed;
  }
}
