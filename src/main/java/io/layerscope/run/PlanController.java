package io.layerscope.run;

import io.layerscope.model.Refuses;
import io.layerscope.run.state.RunRequest;
import io.layerscope.web.ProblemDocument;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Tells what a run would take before it is submitted. */
@Tag(name = "Runs")
@RestController
class PlanController {

  private final Submission submission;

  PlanController(Submission submission) {
    this.submission = submission;
  }

  @Operation(
      operationId = "planRun",
      summary = "Check a run without submitting it",
      description =
          "Takes what a submission takes, checks it in the same way, and tells the number of"
              + " parameters, the memory, the rows of each part and the request with every default"
              + " filled in. Nothing is stored.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema = @Schema(implementation = RunRequest.class))))
  @ApiResponse(responseCode = "200", description = "The run is possible.")
  @Refuses.Malformed(
      "malformed-json, wrong-type, unknown-field, unknown-value: the body is malformed.")
  @Refuses.Unprocessable(
      "out-of-bounds, unknown-dataset, too-much-memory, too-many-parameters, incompatible-dataset,"
          + " unknown-class,"
          + " empty-split: the run is impossible.")
  @ApiResponse(
      responseCode = "507",
      description = "insufficient-storage: the disk is full.",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  @PostMapping(
      path = "/api/v1/runs/plan",
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  RunPlan plan(@RequestBody RunRequest body) {
    return submission.plan(body);
  }
}
