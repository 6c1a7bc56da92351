package io.layerscope.run.state;

import java.util.Comparator;

/**
 * What a queued run asks of a worker's memory, and when it came.
 *
 * @param bytes the native memory that its training takes
 * @param queuedAt epoch milliseconds
 */
public record Claim(String run, long bytes, int priority, long queuedAt) {

  /** The order of the queue: by priority, then by arrival. */
  public static final Comparator<Claim> ORDER =
      Comparator.comparingInt(Claim::priority)
          .reversed()
          .thenComparingLong(Claim::queuedAt)
          .thenComparing(Claim::run);
}
