package io.layerscope.run.work;

/**
 * How many steps to take at a time, so that the worker looks up about every 50 ms: from the
 * measured speed. It decides when the worker listens, never what it computes.
 */
final class Pace {

  static final long SLICE_NANOS = 50_000_000;

  private static final int MOST_STEPS = 1 << 16;

  private int steps = 1;

  /** The number of steps that should take one slice. */
  int steps() {
    return steps;
  }

  /** Learns from a call that was asked for {@link #steps()} and may have done fewer. */
  void took(long steps, long nanos) {
    if (steps <= 0) {
      return;
    }
    double wanted = SLICE_NANOS * (double) steps / Math.max(nanos, 1);
    // At most doubled, so that a lucky measurement does not make one long slice.
    double bounded = Math.min(Math.min(wanted, 2.0 * this.steps), MOST_STEPS);
    this.steps = (int) Math.max(bounded, 1);
  }
}
