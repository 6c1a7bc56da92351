package io.layerscope.model.report;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.dataset.Dataset;
import io.layerscope.dataset.Datasets;
import io.layerscope.model.Lease;
import io.layerscope.model.LoadedModels;
import io.layerscope.model.Refuses;
import io.layerscope.model.VersionChoice;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Which columns a model looks at. */
@Tag(name = "Models")
@RestController
@RequestMapping("/api/v1/models/{name}/importance")
class ImportanceController {

  private final LoadedModels loaded;
  private final Datasets datasets;

  ImportanceController(LoadedModels loaded, Datasets datasets) {
    this.loaded = loaded;
    this.datasets = datasets;
  }

  /** What to shuffle. */
  @Schema(name = "ImportanceRequest")
  record Request(
      @Schema(
              description = "A data set with the model's columns and classes.",
              example = "iris",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String dataset,
      @JsonPropertyDescription("How many rows at most, chosen by the seed; default 2000.")
          @Limit(min = 1, max = 100_000)
          @Schema(example = "2000")
          Integer rows,
      @JsonPropertyDescription("How often each column is shuffled; default 5.")
          @Limit(min = 1, max = 100)
          @Schema(example = "5")
          Integer repeats,
      @JsonPropertyDescription("Decides rows and orders; default 0.")
          @Limit(min = -9007199254740991.0, max = 9007199254740991.0)
          @Schema(example = "0")
          Long seed) {

    Request(
        @Nullable String dataset,
        @Nullable Integer rows,
        @Nullable Integer repeats,
        @Nullable Long seed) {
      this.dataset = dataset;
      this.rows = rows == null ? 2000 : rows;
      this.repeats = repeats == null ? 5 : repeats;
      this.seed = seed == null ? 0L : seed;
      Bounds.check(Request.class, "rows", this.rows);
      Bounds.check(Request.class, "repeats", this.repeats);
      Bounds.check(Request.class, "seed", this.seed);
    }
  }

  @Operation(
      operationId = "measureModelImportance",
      summary = "Measures how much each column matters to a model, by shuffling it",
      description = "Without `version` or `alias`, the version under `latest` is asked.")
  @ApiResponse(responseCode = "200", description = "How much worse the figures get.")
  @Refuses.NotFound("`unknown-model`, `unknown-version`, `unknown-alias`")
  @Refuses.Malformed("`version-and-alias`, `malformed-json`, `wrong-type`, `unknown-field`")
  @Refuses.Unprocessable(
      "`unknown-dataset`, `incompatible-dataset`, `unknown-class`, `missing-field`,"
          + " `out-of-bounds`")
  @Refuses.Unavailable("`damaged-model`, `models-memory-full`, `model-too-large`")
  @PostMapping(
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  Importance measure(
      @PathVariable String name,
      @RequestParam(required = false) @Nullable Integer version,
      @RequestParam(required = false) @Nullable String alias,
      @RequestBody Request request) {
    String id = request.dataset();
    if (id == null) {
      throw Problem.unprocessable("missing-field", "/dataset", "dataset must be given.");
    }
    Dataset dataset =
        datasets
            .find(id)
            .orElseThrow(
                () ->
                    Problem.unprocessable(
                        "unknown-dataset", "/dataset", "There is no data set " + id + "."));
    try (Lease model = loaded.lease(name, VersionChoice.of(version, alias))) {
      return PermutationImportance.of(
          model, id, datasets.table(dataset), request.rows(), request.repeats(), request.seed());
    }
  }
}
