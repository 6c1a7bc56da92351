package io.layerscope.web.limits;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each caller asks. A caller may save up the requests of one second, and no more (a token
 * bucket).
 */
final class CallerRates {

  private static final int MOST_CALLERS = 10_000;
  private static final double NANOS = 1e9;

  private final int perSecond;
  private final LongSupplier nanos;
  private final Map<String, Bucket> buckets = new HashMap<>();

  private record Bucket(double saved, long at) {}

  /**
   * @param nanos a clock
   */
  CallerRates(int perSecond, LongSupplier nanos) {
    this.perSecond = perSecond;
    this.nanos = nanos;
  }

  /** Whether the caller may ask now; then it has asked. */
  synchronized boolean allow(String caller) {
    long now = nanos.getAsLong();
    if (buckets.size() >= MOST_CALLERS) {
      buckets.values().removeIf(bucket -> saved(bucket, now) >= perSecond);
    }
    Bucket bucket = buckets.get(caller);
    if (bucket == null && buckets.size() >= MOST_CALLERS) {
      return false;
    }
    double saved = bucket == null ? perSecond : saved(bucket, now);
    boolean allowed = saved >= 1;
    buckets.put(caller, new Bucket(allowed ? saved - 1 : saved, now));
    return allowed;
  }

  private double saved(Bucket bucket, long now) {
    return Math.min(perSecond, bucket.saved + (now - bucket.at) / NANOS * perSecond);
  }
}
