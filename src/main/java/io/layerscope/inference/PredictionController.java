package io.layerscope.inference;

import io.layerscope.inference.metrics.Asked;
import io.layerscope.model.Lease;
import io.layerscope.model.LoadedModels;
import io.layerscope.model.Refuses;
import io.layerscope.model.VersionChoice;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Predictions by a model version. */
@Tag(name = "Predictions", description = "Labels and probabilities for new rows.")
@RoutedFirst
@RestController
@RequestMapping("/api/v1/models/{name}/predictions")
class PredictionController {

  private static final String CSV = "text/csv";
  private static final String DESCRIPTION =
      "Any number of rows, answered in their order, JSON with JSON and CSV with CSV. Without"
          + " `version` or `alias`, the version under `latest` answers. `header`, `delimiter`,"
          + " `topK` and `dropoutSamples` in the query are for CSV.";

  private final LoadedModels loaded;
  private final Predictions predictions;
  private final PredictionMemory memory;

  PredictionController(LoadedModels loaded, Predictions predictions, PredictionMemory memory) {
    this.loaded = loaded;
    this.predictions = predictions;
    this.memory = memory;
  }

  @Operation(
      operationId = "predict",
      summary = "Predicts the classes of rows",
      description = DESCRIPTION,
      parameters = {
        @Parameter(name = "version", in = ParameterIn.QUERY, schema = @Schema(type = "integer")),
        @Parameter(name = "alias", in = ParameterIn.QUERY, schema = @Schema(type = "string"))
      },
      requestBody =
          @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema = @Schema(implementation = PredictionRequest.class))),
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "The predictions, in the order of the rows.",
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema = @Schema(implementation = PredictionRequest.Answer.class))))
  @Refuses.NotFound("`unknown-model`, `unknown-version`, `unknown-alias`")
  @Refuses.Malformed(
      "`version-and-alias`, `malformed-json`, `malformed-csv`, `wrong-type`, `unknown-field`,"
          + " `malformed-parameter`")
  @Refuses.Unprocessable(
      "`missing-column`, `unknown-column`, `not-a-number`, `empty-rows`, `out-of-bounds`")
  @Refuses.Unavailable(
      "`damaged-model`, `models-memory-full`, `model-too-large`, `predictions-memory-full`")
  @PostMapping(
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  void json(@PathVariable String name, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try (Spool answer = predictions.spool()) {
      try (Lease model = loaded.lease(name, VersionQuery.read(request));
          PredictionMemory.Share _ = memory.take(model)) {
        Asked asked = Asked.of(request, model);
        predictions.json(model, asked, request.getInputStream(), answer);
      }
      send(answer, MediaType.APPLICATION_JSON_VALUE, response);
    }
  }

  @Operation(
      operationId = "predict",
      summary = "Predicts the classes of rows",
      description = DESCRIPTION,
      requestBody =
          @RequestBody(
              required = true,
              content = @Content(mediaType = CSV, schema = @Schema(type = "string"))),
      responses =
          @ApiResponse(
              responseCode = "200",
              description = "One line per row, in their order.",
              content = @Content(mediaType = CSV, schema = @Schema(type = "string"))))
  @Refuses.NotFound("`unknown-model`, `unknown-version`, `unknown-alias`")
  @Refuses.Malformed(
      "`version-and-alias`, `malformed-json`, `malformed-csv`, `wrong-type`, `unknown-field`,"
          + " `malformed-parameter`")
  @Refuses.Unprocessable(
      "`missing-column`, `unknown-column`, `not-a-number`, `empty-rows`, `out-of-bounds`")
  @Refuses.Unavailable(
      "`damaged-model`, `models-memory-full`, `model-too-large`, `predictions-memory-full`")
  @PostMapping(consumes = CSV, produces = CSV)
  void csv(
      @PathVariable String name,
      @RequestParam(required = false) @Nullable Integer version,
      @RequestParam(required = false) @Nullable String alias,
      @ParameterObject CsvParameters parameters,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    try (Spool answer = predictions.spool()) {
      try (Lease model = loaded.lease(name, VersionChoice.of(version, alias));
          PredictionMemory.Share _ = memory.take(model)) {
        Asked asked = Asked.of(request, model);
        PredictionOptions options = parameters.options(model.classes().size());
        predictions.csv(
            model, asked, request.getInputStream(), parameters.format(), options, answer);
      }
      send(answer, CSV + ";charset=UTF-8", response);
    }
  }

  private static void send(Spool answer, String type, HttpServletResponse response)
      throws IOException {
    try (InputStream in = answer.read()) {
      response.setContentType(type);
      response.setContentLengthLong(answer.length());
      in.transferTo(response.getOutputStream());
    }
  }
}
