package io.layerscope.run.log;

import io.layerscope.nn.EpochReport;
import org.jspecify.annotations.Nullable;

/**
 * An epoch's report and what its clock said.
 *
 * @param seconds of training that the epoch took; null for epoch 0, which is before the first step
 */
public record LoggedEpoch(
    EpochReport report, @Nullable Double seconds, @Nullable Double samplesPerSecond) {}
