package io.layerscope.access.session;

import io.layerscope.access.key.ApiKeys;
import io.layerscope.access.scope.Authentication;
import io.layerscope.access.scope.Identity;
import io.layerscope.access.scope.Scope;
import io.layerscope.nn.bounds.OutOfBounds;
import io.layerscope.web.Problem;
import io.layerscope.web.ProblemDocument;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Signs browsers in and out, and tells everybody who they are. */
@Tag(name = "Access")
@RestController
@RequestMapping(path = "/api/v1/session", produces = MediaType.APPLICATION_JSON_VALUE)
class SessionController {

  private final Authentication authentication;
  private final ApiKeys keys;
  private final BrowserSessions sessions;

  SessionController(Authentication authentication, ApiKeys keys, BrowserSessions sessions) {
    this.authentication = authentication;
    this.keys = keys;
    this.sessions = sessions;
  }

  /** What one signs in with. */
  @Schema(name = "SignIn")
  record SignIn(
      @Schema(description = "An API key.", requiredMode = Schema.RequiredMode.REQUIRED)
          String key) {

    SignIn {
      if (key == null) {
        throw new OutOfBounds("key", "must be given");
      }
    }

    /** Never the key, whoever prints this. */
    @Override
    public String toString() {
      return "SignIn";
    }
  }

  /** Who a caller is. */
  @Schema(name = "Session")
  record Session(
      @Schema(description = "False where everybody may do everything.")
          boolean authenticationRequired,
      @Schema(description = "Whether the caller has proven who it is.") boolean authenticated,
      @Schema(description = "The name of the key.", example = "pipeline") @Nullable String name,
      @Schema(description = "What the caller may do.") List<Scope> scopes,
      @Schema(description = "When one has to sign in again; null: never.")
          @Nullable Instant expiresAt) {}

  @Operation(operationId = "getSession", summary = "Who the caller is, and whether that is asked")
  @ApiResponse(
      responseCode = "200",
      description = "The caller.",
      content = @Content(schema = @Schema(implementation = Session.class)))
  @GetMapping
  ResponseEntity<Session> get(HttpServletRequest request) {
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noCache().cachePrivate())
        .body(describe(Authentication.of(request)));
  }

  @Operation(
      operationId = "createSession",
      summary = "Sign a browser in with a key",
      description =
          "Sets a cookie that scripts cannot read and that goes with no request from another site."
              + " It holds for some hours, in every process, and ends when its key does. Where"
              + " nobody has to sign in, nothing is set.",
      requestBody =
          @io.swagger.v3.oas.annotations.parameters.RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_JSON_VALUE,
                      schema = @Schema(implementation = SignIn.class))))
  @ApiResponse(
      responseCode = "200",
      description = "The caller, signed in.",
      content = @Content(schema = @Schema(implementation = Session.class)))
  @ApiResponse(
      responseCode = "400",
      description = "malformed-json, wrong-type, unknown-field",
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
  ResponseEntity<Session> create(
      @RequestBody SignIn body, HttpServletRequest request, HttpServletResponse response) {
    var answer = ResponseEntity.ok().cacheControl(CacheControl.noStore());
    if (!authentication.required()) {
      return answer.body(describe(null));
    }
    Identity identity = prove(body.key(), request, response);
    Authentication.note(request, identity);
    String secret = sessions.begin(Objects.requireNonNull(identity.key()));
    // The key may have been revoked in between.
    Identity session = sessions.authenticate(secret).orElseThrow(() -> refuse(response));
    return answer
        .header(
            HttpHeaders.SET_COOKIE,
            SessionCookie.write(secret, sessions.length(), request.isSecure()))
        .body(describe(session));
  }

  private Identity prove(String key, HttpServletRequest request, HttpServletResponse response) {
    try {
      return keys.prove(key, request.getRemoteAddr());
    } catch (Problem refusal) {
      throw refusal.status() == HttpStatus.UNAUTHORIZED ? refuse(response) : refusal;
    }
  }

  @Operation(operationId = "deleteSession", summary = "Sign out")
  @ApiResponse(responseCode = "204", description = "The browser is not signed in any more.")
  @DeleteMapping(produces = MediaType.ALL_VALUE)
  ResponseEntity<Void> delete(HttpServletRequest request) {
    String secret = SessionCookie.read(request);
    if (secret != null) {
      sessions.end(secret);
    }
    return ResponseEntity.status(HttpStatus.NO_CONTENT)
        .header(HttpHeaders.SET_COOKIE, SessionCookie.write("", Duration.ZERO, request.isSecure()))
        .build();
  }

  private Session describe(@Nullable Identity identity) {
    if (!authentication.required()) {
      return new Session(false, false, null, List.of(Scope.values()), null);
    }
    if (identity == null) {
      return new Session(true, false, null, List.of(), null);
    }
    Long end = identity.expiresAt();
    return new Session(
        true,
        true,
        identity.name(),
        identity.scopes().stream().sorted().toList(),
        end == null ? null : Instant.ofEpochMilli(end));
  }

  private static Problem refuse(HttpServletResponse response) {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"layerscope\"");
    return new Problem(
        HttpStatus.UNAUTHORIZED, "invalid-key", "The key is unknown, revoked or expired.");
  }
}
