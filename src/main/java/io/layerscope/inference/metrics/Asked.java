package io.layerscope.inference.metrics;

import io.layerscope.model.Lease;
import jakarta.servlet.http.HttpServletRequest;

/** What is to be counted of one request: who answers it, and how many rows it has. */
public final class Asked {

  private static final String ATTRIBUTE = Asked.class.getName();

  /** No model's name: what names a model that there is not is not made a label. */
  private static final String UNKNOWN = "(unknown)";

  private final long begin = System.nanoTime();
  private VersionMetrics.Version version = new VersionMetrics.Version(UNKNOWN, UNKNOWN);
  private long rows;

  private Asked() {}

  /** Begins with a request. */
  static void begin(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, new Asked());
  }

  static Asked of(HttpServletRequest request) {
    return request.getAttribute(ATTRIBUTE) instanceof Asked asked ? asked : new Asked();
  }

  /** Tells which model answers the request. */
  public static Asked of(HttpServletRequest request, Lease model) {
    Asked asked = of(request);
    asked.version = new VersionMetrics.Version(model.name(), String.valueOf(model.version()));
    return asked;
  }

  /** Tells how many rows the request has. */
  public void rows(long count) {
    rows = count;
  }

  VersionMetrics.Version version() {
    return version;
  }

  long rows() {
    return rows;
  }

  /** How long the request has taken until now. */
  long nanos() {
    return System.nanoTime() - begin;
  }
}
