package io.layerscope.storage;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/** A process that only trains answers for its health and metrics, and for nothing else. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
class WorkerFilter extends OncePerRequestFilter {

  private final boolean worker;

  WorkerFilter(StorageProperties properties) {
    worker = properties.role() == StorageProperties.Role.WORKER;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !worker || request.getRequestURI().startsWith("/actuator");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    response.sendError(HttpServletResponse.SC_NOT_FOUND);
  }
}
