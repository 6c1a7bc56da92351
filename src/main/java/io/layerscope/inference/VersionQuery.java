package io.layerscope.inference;

import io.layerscope.model.VersionChoice;
import io.layerscope.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code version} and {@code alias} of a query. Spring would make a binder for each, which
 * costs more than a small network.
 */
final class VersionQuery {

  private VersionQuery() {}

  static VersionChoice read(HttpServletRequest request) {
    if (request.getQueryString() == null) {
      return VersionChoice.of(null, null);
    }
    return VersionChoice.of(number(request.getParameter("version")), given(request, "alias"));
  }

  private static @Nullable String given(HttpServletRequest request, String name) {
    String value = request.getParameter(name);
    return value == null || value.isEmpty() ? null : value;
  }

  private static @Nullable Integer number(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return Integer.valueOf(text.strip());
    } catch (NumberFormatException e) {
      throw Problem.malformed("malformed-parameter", "version", "version must be a whole number.");
    }
  }
}
