package io.layerscope.model;

import io.layerscope.nn.evaluation.Evaluation;
import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How good a model is: on the rows held out from its run, or on another data set. */
@Tag(name = "Models")
@RestController
@RequestMapping("/api/v1/models/{name}")
class EvaluationController {

  private final Models models;
  private final LoadedModels loaded;
  private final DatasetEvaluation evaluation;

  EvaluationController(Models models, LoadedModels loaded, DatasetEvaluation evaluation) {
    this.models = models;
    this.loaded = loaded;
    this.evaluation = evaluation;
  }

  /** What to evaluate on. */
  @Schema(name = "EvaluationRequest")
  record Request(
      @Schema(
              description = "A data set with the model's columns and classes.",
              example = "iris",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable String dataset) {}

  @Operation(
      operationId = "evaluateModel",
      summary = "Evaluates a model on a data set",
      description =
          "All rows of the data set are used. Without `version` or `alias`, the version under"
              + " `latest` answers.")
  @ApiResponse(responseCode = "200", description = "How good the model is on these rows.")
  @Refuses.NotFound("`unknown-model`, `unknown-version`, `unknown-alias`")
  @Refuses.Malformed("`version-and-alias`, `malformed-json`, `wrong-type`, `unknown-field`")
  @Refuses.Unprocessable(
      "`unknown-dataset`, `incompatible-dataset`, `unknown-class`, `missing-field`")
  @Refuses.Unavailable("`damaged-model`, `models-memory-full`, `model-too-large`")
  @PostMapping(
      path = "/evaluations",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  Evaluation evaluate(
      @PathVariable String name,
      @RequestParam(required = false) @Nullable Integer version,
      @RequestParam(required = false) @Nullable String alias,
      @RequestBody Request request) {
    if (request.dataset() == null) {
      throw Problem.unprocessable("missing-field", "/dataset", "dataset must be given.");
    }
    try (Lease lease = loaded.lease(name, VersionChoice.of(version, alias))) {
      return evaluation.of(lease, request.dataset());
    }
  }

  @Operation(
      operationId = "getModelEvaluation",
      summary = "Shows the evaluation on the rows that were held out of the version's run")
  @ApiResponse(
      responseCode = "200",
      description = "How good the version is on rows it has not seen.")
  @Refuses.NotFound("`unknown-model`, `unknown-version`, `unknown-evaluation`")
  @Refuses.Malformed("`malformed-parameter`")
  @GetMapping(path = "/versions/{version}/evaluation", produces = MediaType.APPLICATION_JSON_VALUE)
  Evaluation stored(@PathVariable String name, @PathVariable int version) {
    Evaluation stored = models.get(name, version).evaluation();
    if (stored == null) {
      throw Problem.notFound(
          "unknown-evaluation",
          "Version " + version + " of " + name + " was registered without held-out rows.");
    }
    return stored;
  }
}
