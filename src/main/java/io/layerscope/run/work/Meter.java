package io.layerscope.run.work;

import io.layerscope.run.state.Progress;
import org.jspecify.annotations.Nullable;

/** The clock of one attempt: how long training has taken and how fast it goes. */
final class Meter {

  private static final double WINDOW_SECONDS = 1;

  private final long totalSteps;
  private final double rowsPerStep;
  private double seconds;
  private double epochSeconds;
  private double windowSeconds;
  private long windowSteps;
  private double stepsPerSecond;

  /**
   * @param totalSteps of all epochs
   * @param rowsPerStep on average
   * @param seconds of training before this attempt
   * @param epochSeconds of them, of the epoch that is not complete
   */
  Meter(long totalSteps, double rowsPerStep, double seconds, double epochSeconds) {
    this.totalSteps = totalSteps;
    this.rowsPerStep = rowsPerStep;
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

  /** The seconds that the epoch took which has just ended. */
  double endEpoch() {
    double ended = epochSeconds;
    epochSeconds = 0;
    return ended;
  }

  double seconds() {
    return seconds;
  }

  double epochSeconds() {
    return epochSeconds;
  }

  Progress progress(int epoch, int epochs, long step) {
    double fraction = totalSteps == 0 ? 0 : Math.min(1, (double) step / totalSteps);
    return new Progress(
        epoch,
        epochs,
        fraction,
        step,
        known(stepsPerSecond * rowsPerStep),
        stepsPerSecond > 0 ? known((totalSteps - step) / stepsPerSecond) : null);
  }

  private @Nullable Double known(double value) {
    return stepsPerSecond > 0 ? value : null;
  }
}
