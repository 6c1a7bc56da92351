package io.layerscope.model;

import io.layerscope.web.Page;
import io.layerscope.web.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Reads the registry, and deletes from it. */
@Tag(name = "Models", description = "Trained classifiers: versions, aliases, predictions.")
@RestController
@RequestMapping("/api/v1/models")
class ModelController {

  private final Models models;
  private final Deletion deletion;

  ModelController(Models models, Deletion deletion) {
    this.models = models;
    this.deletion = deletion;
  }

  @Operation(operationId = "listModels", summary = "Lists the models by name")
  @ApiResponse(responseCode = "200", description = "A page of models.")
  @Refuses.Malformed("`malformed-parameter`, `malformed-cursor`")
  @Refuses.Unprocessable("`out-of-bounds`: the limit")
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  Page<Model> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return models.list(PageRequest.of("models", limit, cursor));
  }

  @Operation(operationId = "getModel", summary = "Shows a model's versions and aliases")
  @ApiResponse(responseCode = "200", description = "The model.")
  @Refuses.NotFound("`unknown-model`")
  @GetMapping(path = "/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
  Model get(@PathVariable String name) {
    return models.get(name);
  }

  @Operation(operationId = "listModelVersions", summary = "Lists a model's versions by number")
  @ApiResponse(responseCode = "200", description = "A page of versions.")
  @Refuses.NotFound("`unknown-model`")
  @Refuses.Malformed("`malformed-parameter`, `malformed-cursor`")
  @Refuses.Unprocessable("`out-of-bounds`: the limit")
  @GetMapping(path = "/{name}/versions", produces = MediaType.APPLICATION_JSON_VALUE)
  Page<ModelVersion> versions(
      @PathVariable String name,
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return models.versions(name, PageRequest.of("versions of " + name, limit, cursor));
  }

  @Operation(
      operationId = "getModelVersion",
      summary = "Shows a version: its lineage, classes, inputs and evaluation")
  @ApiResponse(responseCode = "200", description = "The version.")
  @Refuses.NotFound("`unknown-model`, `unknown-version`")
  @Refuses.Malformed("`malformed-parameter`")
  @GetMapping(path = "/{name}/versions/{version}", produces = MediaType.APPLICATION_JSON_VALUE)
  ModelVersion version(@PathVariable String name, @PathVariable int version) {
    return models.get(name, version);
  }

  @Operation(
      operationId = "deleteModelVersion",
      summary = "Deletes a version",
      description =
          "Refused with 409 (`model-in-use`) while an alias points at it or a request uses it.")
  @Refuses.NotFound("`unknown-model`, `unknown-version`")
  @Refuses.Malformed("`malformed-parameter`")
  @Refuses.Conflict("`model-in-use`")
  @DeleteMapping("/{name}/versions/{version}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String name, @PathVariable int version) {
    deletion.delete(name, version);
  }
}
