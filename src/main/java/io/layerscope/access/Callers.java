package io.layerscope.access;

import io.layerscope.access.key.ApiKeys;
import io.layerscope.access.scope.Identity;
import io.layerscope.access.session.BrowserSessions;
import io.layerscope.access.session.SessionCookie;
import io.layerscope.web.Caller;
import io.layerscope.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/** Finds out who sends a request: by a key, by a token, or by the cookie of a session. */
final class Callers {

  private static final String BEARER = "Bearer ";

  private final ApiKeys keys;
  private final BrowserSessions sessions;
  private final Tokens tokens;

  Callers(ApiKeys keys, BrowserSessions sessions, Tokens tokens) {
    this.keys = keys;
    this.sessions = sessions;
    this.tokens = tokens;
  }

  /** What a request shows; it outlives the request. */
  private record Shown(
      @Nullable String authorization,
      @Nullable String key,
      @Nullable String session,
      String address) {

    static Shown by(HttpServletRequest request) {
      return new Shown(
          request.getHeader(HttpHeaders.AUTHORIZATION),
          request.getHeader("X-API-Key"),
          SessionCookie.read(request),
          request.getRemoteAddr());
    }
  }

  /**
   * Who sends the request; notes how to find out again later.
   *
   * @throws Problem 401 when it proves nothing, or what it shows is worth nothing; 429 when its
   *     address has shown too many wrong keys
   */
  Identity identify(HttpServletRequest request) {
    Shown shown = Shown.by(request);
    Identity identity = identify(shown);
    Caller.noteProof(request, () -> holds(shown));
    return identity;
  }

  /** Who sends a request that anybody may send; null when that is not known. */
  @Nullable Identity known(HttpServletRequest request) {
    try {
      return identify(request);
    } catch (Problem nobody) {
      if (nobody.status() != HttpStatus.UNAUTHORIZED) {
        throw nobody;
      }
      return null;
    }
  }

  /** Whether what was worth something still is, as far as that can be told. */
  private boolean holds(Shown shown) {
    try {
      identify(shown);
      return true;
    } catch (Problem refusal) {
      return refusal.status() != HttpStatus.UNAUTHORIZED;
    }
  }

  private Identity identify(Shown shown) {
    if (shown.authorization() != null) {
      return ofHeader(shown.authorization(), shown.address());
    }
    if (shown.key() != null) {
      return keys.prove(shown.key().strip(), shown.address());
    }
    return Optional.ofNullable(shown.session())
        .flatMap(sessions::authenticate)
        .orElseThrow(
            () ->
                refuse(
                    "unauthenticated",
                    "The request needs a key, as Authorization: Bearer or X-API-Key"
                        + (tokens.areTaken() ? ", or a token of the issuer." : ".")));
  }

  private Identity ofHeader(String authorization, String address) {
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw refuse("unauthenticated", "Authorization must be Bearer, followed by a key.");
    }
    String shown = authorization.substring(BEARER.length()).strip();
    if (shown.startsWith(ApiKeys.PREFIX) || !tokens.areTaken()) {
      return keys.prove(shown, address);
    }
    return tokens
        .authenticate(shown)
        .orElseThrow(
            () ->
                refuse(
                    "invalid-token", "The token is expired, or none of the issuer for this use."));
  }

  private static Problem refuse(String code, String detail) {
    return new Problem(HttpStatus.UNAUTHORIZED, code, detail);
  }
}
