package io.layerscope.model.report;

import io.layerscope.model.Models;
import io.layerscope.model.Refuses;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** A version's card, for programs and for people. */
@Tag(name = "Models")
@RestController
@RequestMapping("/api/v1/models/{name}/versions/{version}/card")
class CardController {

  private static final String SUMMARY = "Shows a version's model card, as JSON or as Markdown";

  private final Models models;

  CardController(Models models) {
    this.models = models;
  }

  @Operation(operationId = "getModelCard", summary = SUMMARY)
  @ApiResponse(
      responseCode = "200",
      description = "The card.",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON_VALUE,
            schema = @Schema(implementation = ModelCard.class)),
        @Content(mediaType = MediaType.TEXT_MARKDOWN_VALUE, schema = @Schema(type = "string"))
      })
  @Refuses.NotFound("`unknown-model`, `unknown-version`")
  @Refuses.Malformed("`malformed-parameter`")
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  ModelCard json(@PathVariable String name, @PathVariable int version) {
    return ModelCard.of(models.get(name, version));
  }

  @Operation(hidden = true)
  @GetMapping(produces = MediaType.TEXT_MARKDOWN_VALUE)
  String markdown(@PathVariable String name, @PathVariable int version) {
    return CardMarkdown.of(ModelCard.of(models.get(name, version)));
  }
}
