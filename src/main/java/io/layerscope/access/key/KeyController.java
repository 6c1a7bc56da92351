package io.layerscope.access.key;

import io.layerscope.web.Idempotency;
import io.layerscope.web.Page;
import io.layerscope.web.PageRequest;
import io.layerscope.web.ProblemDocument;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
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

/** Makes, lists, rotates and revokes keys. */
@Tag(name = "Access", description = "Keys, sessions and the audit log.")
@RestController
@RequestMapping(path = "/api/v1/keys", produces = MediaType.APPLICATION_JSON_VALUE)
class KeyController {

  private final ApiKeys keys;
  private final Idempotency idempotency;
  private final TransactionTemplate transaction;

  KeyController(ApiKeys keys, Idempotency idempotency, TransactionTemplate transaction) {
    this.keys = keys;
    this.idempotency = idempotency;
    this.transaction = transaction;
  }

  @Operation(
      operationId = "createApiKey",
      summary = "Make a key",
      description =
          "The answer is the only one that tells `key`; a repeated request with the same"
              + " Idempotency-Key is answered without it.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema = @Schema(implementation = KeyRequest.class))))
  @ApiResponse(
      responseCode = "201",
      description = "The key, told this once.",
      content = @Content(schema = @Schema(implementation = ApiKey.class)))
  @ApiResponse(
      responseCode = "400",
      description = "malformed-json, wrong-type, unknown-field, unknown-value",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  @ApiResponse(
      responseCode = "422",
      description = "out-of-bounds, missing-field",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<?> create(@RequestBody KeyRequest body, HttpServletRequest request) {
    return shownOnce(request, body, () -> keys.create(body));
  }

  @Operation(operationId = "listApiKeys", summary = "List the keys, the oldest first")
  @ApiResponse(responseCode = "200", description = "A page of keys.")
  @ApiResponse(
      responseCode = "400",
      description = "malformed-cursor",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  @GetMapping
  Page<ApiKey> list(
      @RequestParam(required = false) @Nullable Integer limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return keys.list(PageRequest.of("keys", limit, cursor));
  }

  @Operation(operationId = "getApiKey", summary = "One key, without the key itself")
  @ApiResponse(responseCode = "200", description = "The key.")
  @ApiResponse(
      responseCode = "404",
      description = "unknown-key",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  @GetMapping("/{id}")
  ApiKey get(@PathVariable String id) {
    return keys.get(id);
  }

  @Operation(
      operationId = "rotateApiKey",
      summary = "Give a key a new secret and end its sessions",
      description =
          "Name, scopes and identifier stay. The answer is the only one that tells `key`.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema = @Schema(implementation = KeyRequest.Rotation.class))))
  @ApiResponse(
      responseCode = "201",
      description = "The key, told this once.",
      content = @Content(schema = @Schema(implementation = ApiKey.class)))
  @ApiResponse(
      responseCode = "404",
      description = "unknown-key",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  @ApiResponse(
      responseCode = "400",
      description = "malformed-json, wrong-type, unknown-field",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  @ApiResponse(
      responseCode = "422",
      description = "out-of-bounds",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  @PostMapping("/{id}/rotate")
  ResponseEntity<?> rotate(
      @PathVariable String id,
      @RequestBody(required = false) KeyRequest.@Nullable Rotation body,
      HttpServletRequest request) {
    int overlap = body == null ? 0 : body.overlapSeconds();
    return shownOnce(
        request, "rotate " + overlap, () -> keys.rotate(id, Duration.ofSeconds(overlap)));
  }

  @Operation(operationId = "deleteApiKey", summary = "Revoke a key and end its sessions, at once")
  @ApiResponse(responseCode = "204", description = "It is worth nothing any more.")
  @ApiResponse(
      responseCode = "404",
      description = "unknown-key",
      content =
          @Content(
              mediaType = ProblemDocument.MEDIA_TYPE,
              schema = @Schema(implementation = ProblemDocument.class)))
  @DeleteMapping(path = "/{id}", produces = MediaType.ALL_VALUE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void delete(@PathVariable String id) {
    transaction.executeWithoutResult(status -> keys.delete(id));
  }

  /** What is kept to answer a repeated request must not hold the secret. */
  private ResponseEntity<?> shownOnce(
      HttpServletRequest request, Object asked, Supplier<ApiKey> action) {
    AtomicReference<ApiKey> made = new AtomicReference<>();
    ResponseEntity<?> kept =
        idempotency.once(
            request,
            asked,
            () -> {
              ApiKey key = action.get();
              made.set(key);
              return ResponseEntity.created(URI.create("/api/v1/keys/" + key.id()))
                  .body(keys.get(key.id()));
            });
    ApiKey shown = made.get();
    return shown == null
        ? kept
        : ResponseEntity.status(kept.getStatusCode())
            .headers(kept.getHeaders())
            .cacheControl(CacheControl.noStore())
            .body(shown);
  }
}
