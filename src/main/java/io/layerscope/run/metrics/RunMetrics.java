package io.layerscope.run.metrics;

import io.layerscope.nn.EpochReport;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What one attempt at a run tells operators. */
public final class RunMetrics implements AutoCloseable {

  private final TrainingMetrics.Totals totals;
  private final Consumer<EpochReport> show;
  private final Runnable end;

  RunMetrics(TrainingMetrics.Totals totals, Consumer<EpochReport> show, Runnable end) {
    this.totals = totals;
    this.show = show;
    this.end = end;
  }

  /** Counts steps that were taken together. */
  public void took(long steps, double samples, long nanos) {
    if (steps > 0) {
      totals.steps().increment(steps);
      totals.samples().increment(samples);
      totals.step().record(nanos / steps, TimeUnit.NANOSECONDS);
    }
  }

  /** Shows what an epoch has brought; epoch 0 is before the first step and not counted. */
  public void epoch(EpochReport report) {
    if (report.epoch() > 0) {
      totals.epochs().increment();
    }
    show.accept(report);
  }

  /** Counts that the run has left the finite numbers. */
  public void diverged() {
    totals.nonFinite().increment();
  }

  @Override
  public void close() {
    end.run();
  }
}
