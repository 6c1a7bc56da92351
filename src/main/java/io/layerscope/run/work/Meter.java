package io.layerscope.run.work;

import io.layerscope.run.state.Progress;
import org.jspecify.annotations.Nullable;

/** The clock of one attempt: how long training has taken and how fast it goes. */
final class Meter {

  private static final double WINDOW_SECONDS = 1;

  private final Extent extent;
  private double seconds;
  private double epochSeconds;
  private double windowSeconds;
  private long windowSteps;
  private double stepsPerSecond;

  /**
   * How much there is to train.
   *
   * @param rows trained in each epoch
   */
  record Extent(int epochs, int stepsPerEpoch, int rows) {

    long steps() {
      return (long) epochs * stepsPerEpoch;
    }
  }

  /**
   * @param seconds of training before this attempt
   * @param epochSeconds of them, of the epoch that is not complete
   */
  Meter(Extent extent, double seconds, double epochSeconds) {
    this.extent = extent;
    this.seconds = seconds;
    this.epochSeconds = epochSeconds;
  }

  void took(long steps, long nanos) {
    double passed = nanos * 1e-9;
    seconds += passed;
    epochSeconds += passed;
    windowSeconds += passed;
    windowSteps += steps;
    if (windowSeconds >= WINDOW_SECONDS || stepsPerSecond == 0) {
      stepsPerSecond = windowSeconds > 0 ? windowSteps / windowSeconds : 0;
      if (windowSeconds >= WINDOW_SECONDS) {
        windowSeconds = 0;
        windowSteps = 0;
      }
    }
  }

  /** The rows of so many steps, on average over an epoch. */
  double samples(long steps) {
    return (double) extent.rows() / Math.max(extent.stepsPerEpoch(), 1) * steps;
  }

  /** The seconds that the epoch took which has just ended. */
  double endEpoch() {
    double ended = epochSeconds;
    epochSeconds = 0;
    return ended;
  }

  /** The speed of an epoch that took so long. */
  @Nullable Double samplesPerSecond(double seconds) {
    return seconds > 0 ? extent.rows() / seconds : null;
  }

  double seconds() {
    return seconds;
  }

  double epochSeconds() {
    return epochSeconds;
  }

  Progress progress(int epoch, long step) {
    double fraction = extent.steps() == 0 ? 0 : Math.min(1, (double) step / extent.steps());
    boolean known = stepsPerSecond > 0;
    return new Progress(
        epoch,
        extent.epochs(),
        fraction,
        step,
        known ? samples(1) * stepsPerSecond : null,
        known ? (extent.steps() - step) / stepsPerSecond : null);
  }
}
