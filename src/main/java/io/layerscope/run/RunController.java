package io.layerscope.run;

import io.layerscope.model.Refuses;
import io.layerscope.run.state.Control;
import io.layerscope.run.state.Run;
import io.layerscope.run.state.RunControl;
import io.layerscope.run.state.RunRequest;
import io.layerscope.run.state.RunState;
import io.layerscope.run.state.Runs;
import io.layerscope.web.Idempotency;
import io.layerscope.web.Page;
import io.layerscope.web.PageRequest;
import io.layerscope.web.Problem;
import io.layerscope.web.ProblemDocument;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Submits, shows, controls and deletes runs. */
@Tag(name = "Runs", description = "Training in the background, and everything it tells.")
@RestController
@RequestMapping(path = "/api/v1/runs", produces = MediaType.APPLICATION_JSON_VALUE)
class RunController {

  private final Submission submission;
  private final Runs runs;
  private final RunControl control;
  private final Idempotency idempotency;
  private final TransactionTemplate transaction;

  RunController(
      Submission submission,
      Runs runs,
      RunControl control,
      Idempotency idempotency,
      TransactionTemplate transaction) {
    this.submission = submission;
    this.runs = runs;
    this.control = control;
    this.idempotency = idempotency;
    this.transaction = transaction;
  }

  @Operation(
      operationId = "submitRun",
      summary = "Submit a run",
      description =
          "Checks everything that can be known before training, stores the run, and answers at"
              + " once; a worker trains it. Only `dataset` is required.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema = @Schema(implementation = RunRequest.class))))
  @ApiResponse(
      responseCode = "202",
      description = "The run is stored and queued.",
      content = @Content(schema = @Schema(implementation = Run.class)))
  @Refuses.Malformed(
      "malformed-json, wrong-type, unknown-field, unknown-value: the body is malformed.")
  @Refuses.Unprocessable(
      "out-of-bounds, unknown-dataset, too-much-memory, too-many-parameters, incompatible-dataset,"
          + " unknown-class, idempotency-key-reused: the run is impossible.")
  @ApiResponse(
      responseCode = "429",
      description = "too-many-queued-runs, too-many-requests: try again later.",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  @ApiResponse(
      responseCode = "507",
      description = "insufficient-storage: the disk is full.",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<?> submit(@RequestBody RunRequest body, HttpServletRequest request) {
    // The data is read before the transaction: nobody waits for it, and a repeated request need
    // not.
    Submission.Checked checked = idempotency.known(request) ? null : submission.check(body);
    return idempotency.once(
        request,
        body,
        () -> accepted(submission.submit(checked == null ? submission.check(body) : checked)));
  }

  @Operation(operationId = "listRuns", summary = "List runs, the newest first")
  @ApiResponse(responseCode = "200", description = "A part of the list.")
  @Refuses.Malformed("unknown-value, malformed-cursor: a state or a cursor that there is not.")
  @Refuses.Unprocessable("out-of-bounds: a limit out of bounds.")
  @GetMapping
  Page<Run> list(
      @Parameter(
              description = "Only runs in this state.",
              schema = @Schema(implementation = RunState.class))
          @RequestParam(required = false)
          @Nullable String state,
      @Parameter(description = "Only runs of this data set.") @RequestParam(required = false)
          @Nullable String dataset,
      @Parameter(description = "The most items, 1 to 200; 50 by default.")
          @RequestParam(required = false)
          @Nullable Integer limit,
      @Parameter(description = "`nextCursor` of the page before.") @RequestParam(required = false)
          @Nullable String cursor) {
    PageRequest page = PageRequest.of("runs", limit, cursor);
    return Page.of(page, runs.list(state == null ? null : parse(state), dataset, page), Run::id);
  }

  @Operation(operationId = "getRun", summary = "One run, with its progress")
  @ApiResponse(responseCode = "200", description = "The run.")
  @Refuses.NotFound("unknown-run: there is no such run.")
  @GetMapping("/{id}")
  Run get(@PathVariable String id) {
    return runs.get(id);
  }

  @Operation(
      operationId = "deleteRun",
      summary = "Delete an ended run with its log and checkpoint; its model stays")
  @ApiResponse(responseCode = "204", description = "The run is gone.")
  @Refuses.NotFound("unknown-run: there is no such run.")
  @Refuses.Conflict("run-active: cancel it first.")
  @DeleteMapping(path = "/{id}", produces = MediaType.ALL_VALUE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String id) {
    transaction.executeWithoutResult(_ -> control.delete(id));
  }

  @Operation(operationId = "cancelRun", summary = "Throw a run away")
  @Controlled
  @PostMapping("/{id}/cancel")
  ResponseEntity<?> cancel(@PathVariable String id, HttpServletRequest request) {
    return control(id, Control.CANCEL, request);
  }

  @Operation(
      operationId = "stopRun",
      summary = "Finish a run now and keep the best so far as a model",
      description =
          "A run that has not trained a step ends without a model. A run that is being evaluated"
              + " already keeps what is known of its evaluation by then: no intervals, or none.")
  @Controlled
  @PostMapping("/{id}/stop")
  ResponseEntity<?> stop(@PathVariable String id, HttpServletRequest request) {
    return control(id, Control.STOP, request);
  }

  @Operation(
      operationId = "pauseRun",
      summary = "Keep a checkpoint and free the worker",
      description = "A run that is being evaluated already is evaluated anew when it goes on.")
  @Controlled
  @PostMapping("/{id}/pause")
  ResponseEntity<?> pause(@PathVariable String id, HttpServletRequest request) {
    return control(id, Control.PAUSE, request);
  }

  @Operation(
      operationId = "resumeRun",
      summary = "Go on",
      description = "The run ends with the same bits as if it had never been paused.")
  @Controlled
  @PostMapping("/{id}/resume")
  ResponseEntity<?> resume(@PathVariable String id, HttpServletRequest request) {
    return control(id, Control.RESUME, request);
  }

  private ResponseEntity<?> control(String id, Control asked, HttpServletRequest request) {
    return idempotency.once(
        request,
        asked.json(),
        () -> ResponseEntity.status(HttpStatus.ACCEPTED).body(control.control(id, asked)));
  }

  private static ResponseEntity<?> accepted(Run run) {
    return ResponseEntity.accepted().location(URI.create("/api/v1/runs/" + run.id())).body(run);
  }

  private static RunState parse(String state) {
    return Arrays.stream(RunState.values())
        .filter(candidate -> candidate.json().equals(state))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.malformed(
                    "unknown-value",
                    "state",
                    "state must be one of "
                        + Arrays.stream(RunState.values())
                            .map(RunState::json)
                            .collect(Collectors.joining(", "))
                        + "."));
  }
}
