package io.layerscope.run;

import io.layerscope.model.Refuses;
import io.layerscope.run.log.EventStreams;
import io.layerscope.run.state.Runs;
import io.layerscope.web.Caller;
import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Streams a run's events. */
@Tag(name = "Runs")
@RestController
class EventController {

  private final Runs runs;
  private final EventStreams streams;

  EventController(Runs runs, EventStreams streams) {
    this.runs = runs;
    this.streams = streams;
  }

  @Operation(
      operationId = "streamRunEvents",
      summary = "Follow a run by server-sent events",
      description =
          "`state` carries the run, `epoch` the epoch's numbers, `layers` the epoch whose"
              + " statistics can be fetched, `end` is the last. Each has the log's sequence number"
              + " as `id`; a reader that comes back with it misses nothing and sees nothing twice."
              + " A comment is sent when nothing happens for 15 s. A stream ends without `end` within"
              + " a few seconds after its key or its session does.")
  @ApiResponse(
      responseCode = "200",
      description = "The events, from the first or the one after the given.",
      content =
          @Content(
              mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
              schema = @Schema(type = "string")))
  @Refuses.NotFound("unknown-run: there is no such run.")
  @Refuses.Unavailable("too-many-event-streams: see `/api/v1/limits`.")
  @Refuses.Malformed("malformed-parameter: an id that is no number.")
  @GetMapping(path = "/api/v1/runs/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  SseEmitter events(
      @PathVariable String id,
      @Parameter(description = "The `id` of the last event that was seen.")
          @RequestHeader(name = "Last-Event-ID", required = false)
          @Nullable String lastEventId,
      @Parameter(description = "The same as a parameter; the header goes first.")
          @RequestParam(required = false)
          @Nullable String after,
      HttpServletRequest request) {
    runs.require(id);
    return streams.open(
        id,
        lastEventId == null ? number("after", after) : number("Last-Event-ID", lastEventId),
        Caller.proof(request));
  }

  private static long number(String name, @Nullable String value) {
    try {
      long id = value == null || value.isEmpty() ? 0 : Long.parseLong(value);
      if (id < 0) {
        throw Problem.unprocessable(
            "out-of-bounds", name, name + " must be at least 0, but is " + id + ".");
      }
      return id;
    } catch (NumberFormatException e) {
      throw Problem.malformed(
          "malformed-parameter", name, name + " must be the id of an event: a whole number.");
    }
  }
}
