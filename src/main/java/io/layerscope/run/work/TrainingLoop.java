package io.layerscope.run.work;

import io.layerscope.nn.Diverged;
import io.layerscope.nn.EpochReport;
import io.layerscope.nn.Training;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.run.log.DecisionSurface;
import io.layerscope.run.log.LoggedEpoch;
import io.layerscope.run.metrics.RunMetrics;
import io.layerscope.run.state.Attempt;
import io.layerscope.run.state.Attempts;
import io.layerscope.run.state.Control;
import io.layerscope.run.state.Metrics;
import io.layerscope.run.state.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains for one attempt: pulls about 50 ms of steps at a time out of the training, and between two
 * pulls listens to what clients ask, appends to the log, and writes checkpoints. When it does which
 * of these depends on the clock; what is computed does not.
 */
final class TrainingLoop {

  private static final long SECOND = 1_000_000_000;
  private static final long LOG_EVERY = SECOND / 4;
  private static final long PROGRESS_EVERY = SECOND;
  private static final long CHECKPOINT_AT_EPOCH_AFTER = 10 * SECOND;
  private static final long CHECKPOINT_AFTER = 30 * SECOND;

  private final Attempt attempt;
  private final Training training;
  private final Meter meter;
  private final Tools tools;
  private final Pace pace = new Pace();
  private final Patience patience;
  private final Requests requests;
  private final List<LoggedEpoch> unlogged = new ArrayList<>();
  private Metrics.@Nullable Best best;
  private int loggedEpoch;
  private long loggedAt;
  private long savedAt;
  private boolean atEpochEnd;

  /**
   * What the loop works with.
   *
   * @param threads on which the training computes
   * @param metrics what operators are told of this run
   * @param surfaces who looks at the plane of two inputs; null where there are not two
   * @param nanos a clock for durations
   * @param shutdown whether the process is ending
   */
  record Tools(
      Attempts attempts,
      Checkpoints checkpoints,
      ComputeThreads threads,
      RunMetrics metrics,
      @Nullable SurfaceWatch surfaces,
      LongSupplier nanos,
      BooleanSupplier shutdown) {}

  /** How an attempt has left the training. */
  enum Outcome {
    /** All epochs are done, or early stopping has ended it. */
    COMPLETE,
    /** Asked to stop: what is best so far is to be kept. */
    STOPPED,
    /** Out of time: as if it were asked to stop. */
    OUT_OF_TIME,
    /** The run is left as it is; the log says how. */
    LEFT,
    /** The process ends; another attempt goes on. */
    RELEASED;

    /** Whether there is nothing more to do for this attempt. */
    boolean leaves() {
      return this == LEFT || this == RELEASED;
    }
  }

  /**
   * @param loggedEpoch the last epoch that the log has; -1 for none
   */
  TrainingLoop(Attempt attempt, Training training, Meter meter, int loggedEpoch, Tools tools) {
    this.attempt = attempt;
    this.training = training;
    this.meter = meter;
    this.loggedEpoch = loggedEpoch;
    this.tools = tools;
    this.patience =
        new Patience(
            "Run " + attempt.run(),
            tools.checkpoints().folder(),
            () -> tools.shutdown().getAsBoolean() || asked(Control.CANCEL, Control.STOP));
    requests = new Requests(tools.attempts(), attempt, tools.shutdown(), this::log, this::save);
    loggedAt = tools.nanos().getAsLong();
    savedAt = loggedAt;
  }

  /** Trains until the run ends, rests, or is taken away. */
  Outcome train() {
    while (true) {
      Outcome asked = listen();
      if (asked == Outcome.STOPPED) {
        log();
      }
      if (asked != null) {
        return asked;
      }
      if (training.finished() || outOfTime()) {
        log();
        return training.finished() ? Outcome.COMPLETE : Outcome.OUT_OF_TIME;
      }
      try {
        tools.threads().call(Executors.callable(this::slice));
      } catch (Diverged diverged) {
        tools.metrics().diverged();
        log();
        throw diverged;
      }
      long now = tools.nanos().getAsLong();
      if (now - loggedAt >= (unlogged.isEmpty() ? PROGRESS_EVERY : LOG_EVERY)) {
        log();
      }
      if (now - savedAt >= (atEpochEnd ? CHECKPOINT_AT_EPOCH_AFTER : CHECKPOINT_AFTER)) {
        save();
      }
    }
  }

  /** Whether there is anything to keep. */
  boolean trained() {
    return steps() > 0;
  }

  private long steps() {
    var at = training.progress();
    return (long) at.epoch() * at.stepsPerEpoch() + at.stepInEpoch();
  }

  /** Does what a client asks for, or the end of the process; null to go on. */
  @Nullable Outcome listen() {
    return requests.listen();
  }

  private boolean outOfTime() {
    Double most = attempt.request().training().maxSeconds();
    return most != null && meter.seconds() >= most;
  }

  private void slice() {
    atEpochEnd = false;
    long begin = tools.nanos().getAsLong();
    long now = begin;
    while (now - begin < Pace.SLICE_NANOS && !training.finished() && !outOfTime()) {
      long from = steps();
      Optional<EpochReport> report = training.advance(pace.steps());
      long then = tools.nanos().getAsLong();
      long steps = steps() - from;
      pace.took(steps, then - now);
      meter.took(steps, then - now);
      tools.metrics().took(steps, meter.samples(steps), then - now);
      atEpochEnd = report.isPresent();
      report.ifPresent(this::keep);
      // What looks at an epoch is no training.
      now = atEpochEnd ? tools.nanos().getAsLong() : then;
    }
  }

  private void keep(EpochReport report) {
    double seconds = meter.endEpoch();
    tools.metrics().epoch(report);
    // What the log has already is computed again after a lost attempt, to the same bits.
    if (report.epoch() <= loggedEpoch) {
      return;
    }
    loggedEpoch = report.epoch();
    SurfaceWatch surfaces = tools.surfaces();
    DecisionSurface surface =
        surfaces == null ? null : surfaces.look(report.epoch(), training.finished());
    if (report.epoch() == 0) {
      unlogged.add(new LoggedEpoch(report, null, null, surface));
      return;
    }
    unlogged.add(new LoggedEpoch(report, seconds, meter.samplesPerSecond(seconds), surface));
    if (report.best()) {
      best = Metrics.Best.of(report);
    }
  }

  private void log() {
    Progress progress = meter.progress(training.progress().epoch(), steps());
    List<LoggedEpoch> epochs = List.copyOf(unlogged);
    if (patience.write(() -> tools.attempts().report(attempt, epochs, progress, best))) {
      unlogged.clear();
    }
    loggedAt = tools.nanos().getAsLong();
  }

  private boolean save() {
    log();
    Checkpoints.Saved saved =
        new Checkpoints.Saved(training.state(), meter.seconds(), meter.epochSeconds());
    boolean written = patience.write(() -> tools.checkpoints().write(attempt, saved));
    savedAt = tools.nanos().getAsLong();
    return written;
  }

  private boolean asked(Control... controls) {
    return tools
        .attempts()
        .requested(attempt)
        .filter(control -> List.of(controls).contains(control))
        .isPresent();
  }
}
