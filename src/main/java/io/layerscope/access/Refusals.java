package io.layerscope.access;

import io.layerscope.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.web.servlet.HandlerExceptionResolver;

/** Answers what reaches no controller as the controllers' refusals are answered. */
final class Refusals implements RequestRejectedHandler {

  private final HandlerExceptionResolver resolver;

  Refusals(HandlerExceptionResolver resolver) {
    this.resolver = resolver;
  }

  void answer(HttpServletRequest request, HttpServletResponse response, RuntimeException refusal) {
    if (resolver.resolveException(request, response, null, refusal) == null) {
      throw refusal;
    }
  }

  /** A path that other software may read as another one than we do. */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, RequestRejectedException rejected)
      throws IOException {
    answer(
        request,
        response,
        new Problem(
            HttpStatus.BAD_REQUEST,
            "malformed-path",
            "The path must be normalized and may not contain encoded slashes, percent signs or"
                + " control characters, nor semicolons."));
  }
}
