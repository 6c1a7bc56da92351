package io.layerscope.run.log;

import io.layerscope.nn.EpochReport;
import org.jspecify.annotations.Nullable;

/**
 * An epoch's report, what its clock said, and what the network made of its inputs' plane.
 *
 * @param seconds of training that the epoch took; null for epoch 0, which is before the first step
 * @param surface null where nobody looked
 */
public record LoggedEpoch(
    EpochReport report,
    @Nullable Double seconds,
    @Nullable Double samplesPerSecond,
    @Nullable DecisionSurface surface) {

  public LoggedEpoch(
      EpochReport report, @Nullable Double seconds, @Nullable Double samplesPerSecond) {
    this(report, seconds, samplesPerSecond, null);
  }
}
