package io.layerscope.access.session;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/** The cookie by which a browser that has signed in is known again. */
public final class SessionCookie {

  public static final String NAME = "layerscope_session";

  private SessionCookie() {}

  /** What the browser shows; null when it shows nothing. */
  public static @Nullable String read(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(NAME)) {
          return cookie.getValue();
        }
      }
    }
    return null;
  }

  /** A cookie that scripts cannot read and that no other site's page can send. */
  static String write(String secret, Duration length, boolean secure) {
    return ResponseCookie.from(NAME, secret)
        .path("/")
        .httpOnly(true)
        .secure(secure)
        .sameSite("Strict")
        .maxAge(length)
        .build()
        .toString();
  }
}
