package io.layerscope.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.springframework.http.HttpHeaders;

/**
 * A request with {@code If-None-Match: *}, which is true of nothing that there is (RFC 9110,
 * 13.1.2). Spring compares tags alone, so it is shown the answer's own.
 */
public final class AnyTag extends HttpServletRequestWrapper {

  private final HttpServletResponse answer;

  AnyTag(HttpServletRequest request, HttpServletResponse answer) {
    super(request);
    this.answer = answer;
  }

  /** Whether a request asks for what there is only if there is nothing. */
  public static boolean isAsked(HttpServletRequest request) {
    String tags = request.getHeader(HttpHeaders.IF_NONE_MATCH);
    return tags != null && tags.strip().equals("*");
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    String tag =
        name.equalsIgnoreCase(HttpHeaders.IF_NONE_MATCH)
            ? answer.getHeader(HttpHeaders.ETAG)
            : null;
    return tag == null ? super.getHeaders(name) : Collections.enumeration(List.of(tag));
  }
}
