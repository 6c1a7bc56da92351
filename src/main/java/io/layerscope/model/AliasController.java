package io.layerscope.model;

import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Names for versions that move: {@code latest}, {@code production}. */
@Tag(name = "Models")
@RestController
@RequestMapping("/api/v1/models/{name}/aliases/{alias}")
class AliasController {

  private final Models models;

  AliasController(Models models) {
    this.models = models;
  }

  /** Where an alias shall point. */
  @Schema(name = "AliasTarget")
  record Target(
      @Schema(
              description = "A version of this model.",
              example = "2",
              minimum = "1",
              requiredMode = Schema.RequiredMode.REQUIRED)
          @Nullable Integer version) {}

  @Operation(
      operationId = "putModelAlias",
      summary = "Points an alias at a version",
      description = "At once: a request sees the old version or the new one.")
  @ApiResponse(responseCode = "200", description = "The model, with the alias where it now points.")
  @Refuses.NotFound("`unknown-model`")
  @Refuses.Malformed("`malformed-json`, `wrong-type`, `unknown-field`")
  @Refuses.Unprocessable("`unknown-version`, `invalid-name`, `missing-field`")
  @PutMapping(
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  Model put(@PathVariable String name, @PathVariable String alias, @RequestBody Target target) {
    if (target.version() == null) {
      throw Problem.unprocessable("missing-field", "/version", "version must be given.");
    }
    return models.alias(name, alias, target.version());
  }

  @Operation(operationId = "deleteModelAlias", summary = "Removes an alias, not the version")
  @Refuses.NotFound("`unknown-model`, `unknown-alias`")
  @DeleteMapping
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String name, @PathVariable String alias) {
    models.removeAlias(name, alias);
  }
}
