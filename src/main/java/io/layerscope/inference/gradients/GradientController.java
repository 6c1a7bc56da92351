package io.layerscope.inference.gradients;

import io.layerscope.inference.Bodies;
import io.layerscope.model.Lease;
import io.layerscope.model.LoadedModels;
import io.layerscope.model.Refuses;
import io.layerscope.model.VersionChoice;
import io.layerscope.web.JsonProblems;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The loss's derivatives at a model version. */
@Tag(name = "Models")
@RestController
class GradientController {

  private final LoadedModels loaded;
  private final Bodies bodies;
  private final GradientAnalysis analysis;
  private final JsonMapper json;

  GradientController(
      LoadedModels loaded, Bodies bodies, GradientAnalysis analysis, JsonMapper json) {
    this.loaded = loaded;
    this.bodies = bodies;
    this.analysis = analysis;
    this.json = json;
  }

  @Operation(
      operationId = "differentiateLoss",
      summary = "Differentiates the loss of rows by everything in the network",
      description =
          "One pass forward and backward as in training, in float32: normalized layers take the"
              + " batch's own moments, dropout is off unless asked for. `check` compares the"
              + " greatest derivatives of each array, and others at random, with fourth-order"
              + " central differences of the loss in double precision at the same parameters; it is"
              + " the rounding of the derivatives, about 1e-6, and more where nearly constant"
              + " columns are normalized. Without `version` or `alias`, the version under `latest`"
              + " answers.",
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema = @Schema(implementation = GradientRequest.class),
                      examples =
                          @ExampleObject(
                              "{\"rows\": [[5.1, 3.5, 1.4, 0.2], [6.5, 3.0, 5.5, 2.0]], \"labels\":"
                                  + " [\"setosa\", \"virginica\"], \"values\": false, \"check\":"
                                  + " true}"))))
  @ApiResponse(responseCode = "200", description = "The derivatives in each layer.")
  @Refuses.NotFound("`unknown-model`, `unknown-version`, `unknown-alias`")
  @Refuses.Malformed(
      "`version-and-alias`, `malformed-json`, `wrong-type`, `unknown-field`,"
          + " `malformed-parameter`")
  @Refuses.Unprocessable(
      "`missing-column`, `unknown-column`, `not-a-number`, `unknown-label`, `out-of-bounds`")
  @Refuses.Unavailable("`damaged-model`, `models-memory-full`, `model-too-large`, `gradients-busy`")
  @PostMapping(
      path = "/api/v1/models/{name}/gradients",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  GradientAnswer differentiate(
      @PathVariable String name,
      @RequestParam(required = false) @Nullable Integer version,
      @RequestParam(required = false) @Nullable String alias,
      HttpServletRequest request)
      throws IOException {
    try (Lease model = loaded.lease(name, VersionChoice.of(version, alias))) {
      return analysis.of(model, read(request));
    }
  }

  private GradientRequest read(HttpServletRequest request) throws IOException {
    try (Bodies.Body body = bodies.read(request)) {
      return Optional.ofNullable(json.readValue(body.bytes(), GradientRequest.class))
          .orElseThrow(JsonProblems::missing);
    } catch (JacksonException e) {
      throw JsonProblems.of(e);
    }
  }
}
