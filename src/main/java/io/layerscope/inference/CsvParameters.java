package io.layerscope.inference;

import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The query of a prediction by CSV. */
record CsvParameters(
    @Parameter(
            description =
                "Whether the first line names the columns, in any order; else they are read by"
                    + " position.",
            schema = @Schema(type = "boolean", defaultValue = "true"))
        @Nullable Boolean header,
    @Parameter(
            description = "The character between fields.",
            schema = @Schema(type = "string", defaultValue = ","))
        @Nullable String delimiter,
    @Parameter(description = "Fill only the most probable classes' cells.") @Nullable Integer topK,
    @Parameter(
            description = "Passes with dropout on; adds the uncertainty's columns.",
            schema = @Schema(type = "integer", minimum = "0", maximum = "1000"))
        @Nullable Integer dropoutSamples) {

  CsvRequest.Format format() {
    String field = delimiter == null ? "," : delimiter;
    if (field.length() != 1 || "\"\r\n".contains(field)) {
      throw Problem.unprocessable(
          "out-of-bounds",
          "delimiter",
          "delimiter must be one character, but neither a quote nor a line's end.");
    }
    return new CsvRequest.Format(field.charAt(0), header == null || header, false);
  }

  PredictionOptions options(int classes) {
    return PredictionOptions.of(topK, dropoutSamples, classes, "");
  }
}
