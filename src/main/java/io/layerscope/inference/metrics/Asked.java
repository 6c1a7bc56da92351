package io.layerscope.inference.metrics;

import io.layerscope.model.Lease;
import jakarta.servlet.http.HttpServletRequest;

/**
 * What is to be counted of one request: who answers it, its rows, and how long the network took.
 */
public final class Asked {

  private static final String ATTRIBUTE = Asked.class.getName();

  /** No model's name: what names a model that there is not is not made a label. */
  private static final String UNKNOWN = "(unknown)";

  private final long begin = System.nanoTime();
  private VersionMetrics.Version version = new VersionMetrics.Version(UNKNOWN, UNKNOWN);
  private long rows;
  private long passes;
  private long inputNanos;
  private long networkNanos;

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

  /**
   * Tells that rows have been through the network.
   *
   * @param from when their pass began, by the clock of durations
   */
  public void predicted(int count, long from) {
    if (passes == 0) {
      inputNanos = from - begin;
    }
    rows += count;
    passes++;
    networkNanos += System.nanoTime() - from;
  }

  VersionMetrics.Version version() {
    return version;
  }

  long rows() {
    return rows;
  }

  /** How many passes its rows took. */
  long passes() {
    return passes;
  }

  /** From the request's begin to the first pass: its body is read. */
  long inputNanos() {
    return inputNanos;
  }

  long networkNanos() {
    return networkNanos;
  }

  /** How long the request has taken until now. */
  long nanos() {
    return System.nanoTime() - begin;
  }
}
