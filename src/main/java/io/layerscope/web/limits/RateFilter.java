package io.layerscope.web.limits;

import io.layerscope.web.Caller;
import io.layerscope.web.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Refuses a caller that asks too often: by its name, or its address where it has none. */
final class RateFilter extends OncePerRequestFilter {

  private final CallerRates rates;
  private final int perSecond;
  private final HandlerExceptionResolver problems;

  RateFilter(int perSecond, HandlerExceptionResolver problems) {
    this.rates = new CallerRates(perSecond, perSecond, System::nanoTime);
    this.perSecond = perSecond;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String user = Caller.of(request);
    if (rates.allow(user == null ? request.getRemoteAddr() : "user " + user)) {
      chain.doFilter(request, response);
    } else {
      var problem =
          new Problem(
              HttpStatus.TOO_MANY_REQUESTS,
              "too-many-requests",
              "A caller may make " + perSecond + " requests a second; try again in a second.");
      problems.resolveException(request, response, null, problem);
    }
  }

  /** Whoever watches the service is always answered. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return request.getRequestURI().startsWith("/actuator/health");
  }
}
