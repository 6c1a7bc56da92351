package io.layerscope.access;

import io.layerscope.access.key.ApiKeys;
import io.layerscope.access.scope.Identity;
import io.layerscope.access.session.BrowserSessions;
import io.layerscope.access.session.SessionCookie;
import io.layerscope.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
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

  /**
   * Who sends the request.
   *
   * @throws Problem 401 when it proves nothing, or what it shows is worth nothing
   */
  Identity identify(HttpServletRequest request) {
    String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (authorization != null) {
      return ofHeader(authorization);
    }
    String key = request.getHeader("X-API-Key");
    if (key != null) {
      return ofKey(key.strip());
    }
    Identity signedIn = signedIn(request);
    if (signedIn == null) {
      throw refuse(
          "unauthenticated",
          "The request needs a key, as Authorization: Bearer or X-API-Key"
              + (tokens.areTaken() ? ", or a token of the issuer." : "."));
    }
    return signedIn;
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

  private @Nullable Identity signedIn(HttpServletRequest request) {
    String session = SessionCookie.read(request);
    return session == null ? null : sessions.authenticate(session).orElse(null);
  }

  private Identity ofHeader(String authorization) {
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw refuse("unauthenticated", "Authorization must be Bearer, followed by a key.");
    }
    String shown = authorization.substring(BEARER.length()).strip();
    if (shown.startsWith(ApiKeys.PREFIX) || !tokens.areTaken()) {
      return ofKey(shown);
    }
    return tokens
        .authenticate(shown)
        .orElseThrow(
            () ->
                refuse(
                    "invalid-token", "The token is expired, or none of the issuer for this use."));
  }

  private Identity ofKey(String key) {
    return keys.authenticate(key)
        .orElseThrow(() -> refuse("invalid-key", "The key is unknown, revoked or expired."));
  }

  private static Problem refuse(String code, String detail) {
    return new Problem(HttpStatus.UNAUTHORIZED, code, detail);
  }
}
