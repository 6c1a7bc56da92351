package io.layerscope.access.audit;

import io.layerscope.web.Page;
import io.layerscope.web.PageRequest;
import io.layerscope.web.ProblemDocument;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the audit log. */
@Tag(name = "Access")
@RestController
class AuditController {

  private final AuditLog log;

  AuditController(AuditLog log) {
    this.log = log;
  }

  @Operation(
      operationId = "listAuditEntries",
      summary = "Who changed what, the newest first",
      description =
          "One entry for each answered request that may change something, also for those that were"
              + " refused to a known caller. Predictions and other questions are not in it.")
  @ApiResponse(responseCode = "200", description = "A page of entries.")
  @ApiResponse(
      responseCode = "400",
      description = "malformed-cursor",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  @GetMapping(path = "/api/v1/audit", produces = MediaType.APPLICATION_JSON_VALUE)
  Page<AuditEntry> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return log.list(PageRequest.of("audit", limit, cursor));
  }
}
