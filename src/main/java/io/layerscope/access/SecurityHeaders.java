package io.layerscope.access;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells browsers what they may do with an answer: run only our own scripts, frame it nowhere. */
final class SecurityHeaders implements Filter {

  private static final String OWN =
      "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self';"
          + " object-src 'none'";

  /** Swagger UI sets styles by script and has its icons within its style sheet. */
  private static final String SWAGGER =
      OWN + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:";

  @Override
  public void doFilter(ServletRequest request, ServletResponse answer, FilterChain chain)
      throws IOException, ServletException {
    HttpServletResponse response = (HttpServletResponse) answer;
    boolean swagger = ((HttpServletRequest) request).getRequestURI().startsWith("/swagger-ui");
    response.setHeader("Content-Security-Policy", swagger ? SWAGGER : OWN);
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("X-Frame-Options", "DENY");
    response.setHeader("Referrer-Policy", "no-referrer");
    response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    chain.doFilter(request, response);
  }
}
