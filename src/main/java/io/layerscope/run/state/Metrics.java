package io.layerscope.run.state;

import io.layerscope.nn.EpochReport;
import org.jspecify.annotations.Nullable;

/** The losses and accuracies of the latest epoch. */
public record Metrics(
    @Nullable Double trainLoss,
    @Nullable Double trainAccuracy,
    @Nullable Double validationLoss,
    @Nullable Double validationAccuracy) {

  /** The best epoch's, by the metric of early stopping. */
  public record Best(
      @Nullable Double trainLoss,
      @Nullable Double trainAccuracy,
      @Nullable Double validationLoss,
      @Nullable Double validationAccuracy,
      int epoch) {

    /** Of an epoch's report. */
    public static Best of(EpochReport report) {
      return new Best(
          report.trainLoss(),
          report.trainAccuracy(),
          report.validationLoss(),
          report.validationAccuracy(),
          report.epoch());
    }
  }

  /** Of an epoch's report. */
  public static Metrics of(EpochReport report) {
    return new Metrics(
        report.trainLoss(),
        report.trainAccuracy(),
        report.validationLoss(),
        report.validationAccuracy());
  }
}
