package io.layerscope.run.work;

import io.layerscope.nn.Training;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.run.log.RunLog;
import io.layerscope.run.state.Attempt;
import io.layerscope.run.state.Attempts;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/** Opens trainings: before the first step, or where the checkpoint is. */
@Component
class Sessions {

  private final Attempts attempts;
  private final RunLog log;
  private final Preparation preparation;
  private final Checkpoints checkpoints;
  private final ComputeThreads threads;

  Sessions(
      Attempts attempts,
      RunLog log,
      Preparation preparation,
      Checkpoints checkpoints,
      ComputeThreads threads) {
    this.attempts = attempts;
    this.log = log;
    this.preparation = preparation;
    this.checkpoints = checkpoints;
    this.threads = threads;
  }

  /**
   * @param shutdown whether the process is ending
   */
  Session open(Attempt attempt, BooleanSupplier shutdown) {
    Prepared data = preparation.prepare(attempt.request());
    Optional<Checkpoints.Saved> saved = checkpoints.read(attempt);
    Training training = training(data, saved);
    TrainingLoop loop =
        new TrainingLoop(
            attempt,
            training,
            meter(attempt, training, data, saved),
            log.lastEpoch(attempt.run()),
            new TrainingLoop.Tools(attempts, checkpoints, threads, System::nanoTime, shutdown));
    return new Session(data, training, loop);
  }

  private Training training(Prepared data, Optional<Checkpoints.Saved> saved) {
    return saved
        .map(
            from ->
                new Training(
                    data.plan(),
                    data.trainingSamples(),
                    data.validationSamples(),
                    threads,
                    from.state()))
        .orElseGet(
            () ->
                new Training(
                    data.plan(), data.trainingSamples(), data.validationSamples(), threads));
  }

  private static Meter meter(
      Attempt attempt, Training training, Prepared data, Optional<Checkpoints.Saved> saved) {
    Meter.Extent extent =
        new Meter.Extent(
            attempt.request().training().epochs(),
            training.progress().stepsPerEpoch(),
            data.training().count());
    return new Meter(
        extent,
        saved.map(Checkpoints.Saved::seconds).orElse(0.0),
        saved.map(Checkpoints.Saved::epochSeconds).orElse(0.0));
  }
}
