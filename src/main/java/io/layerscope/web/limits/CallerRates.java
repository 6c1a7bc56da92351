package io.layerscope.web.limits;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How often each caller does something. It may save up so many times, and no more (a token bucket).
 */
public final class CallerRates {

  private static final int MOST_CALLERS = 10_000;
  private static final double NANOS = 1e9;

  private final int most;
  private final double perSecond;
  private final LongSupplier nanos;
  private final Map<String, Bucket> buckets = new HashMap<>();

  private record Bucket(double saved, long at) {}

  /**
   * @param most times at once
   * @param perSecond how many times a caller saves up in a second
   * @param nanos a clock
   */
  public CallerRates(int most, double perSecond, LongSupplier nanos) {
    this.most = most;
    this.perSecond = perSecond;
    this.nanos = nanos;
  }

  /** Whether the caller has done it too often to do it again now. */
  public synchronized boolean isSpent(String caller) {
    Bucket bucket = buckets.get(caller);
    return bucket != null && saved(bucket, nanos.getAsLong()) < 1;
  }

  /** Whether the caller may do it now; then it has done it. */
  public synchronized boolean allow(String caller) {
    long now = nanos.getAsLong();
    if (buckets.size() >= MOST_CALLERS) {
      buckets.values().removeIf(bucket -> saved(bucket, now) >= most);
    }
    Bucket bucket = buckets.get(caller);
    if (bucket == null && buckets.size() >= MOST_CALLERS) {
      return false;
    }
    double saved = bucket == null ? most : saved(bucket, now);
    boolean allowed = saved >= 1;
    buckets.put(caller, new Bucket(allowed ? saved - 1 : saved, now));
    return allowed;
  }

  private double saved(Bucket bucket, long now) {
    return Math.min(most, bucket.saved + (now - bucket.at) / NANOS * perSecond);
  }
}
