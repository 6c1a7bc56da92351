package io.layerscope.run.work;

import io.layerscope.nn.Training;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.run.log.RunLog;
import io.layerscope.run.metrics.RunMetrics;
import io.layerscope.run.metrics.TrainingMetrics;
import io.layerscope.run.state.Attempt;
import io.layerscope.run.state.Attempts;
import java.util.Objects;
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
  private final Engine engine;

  Sessions(
      Attempts attempts,
      RunLog log,
      Preparation preparation,
      Checkpoints checkpoints,
      Engine engine) {
    this.attempts = attempts;
    this.log = log;
    this.preparation = preparation;
    this.checkpoints = checkpoints;
    this.engine = engine;
  }

  /** What trainings compute on, and where it is counted. */
  @Component
  record Engine(ComputeThreads threads, TrainingMetrics metrics) {}

  /**
   * @param shutdown whether the process is ending
   */
  Session open(Attempt attempt, BooleanSupplier shutdown) {
    Prepared data = preparation.prepare(attempt.request());
    Optional<Checkpoints.Saved> saved = checkpoints.read(attempt);
    Training training = training(data, saved);
    int logged = log.lastEpoch(attempt.run());
    RunMetrics metrics = engine.metrics().begin(model(attempt));
    SurfaceWatch surfaces = SurfaceWatch.of(data, training, System::nanoTime);
    TrainingLoop loop =
        new TrainingLoop(
            attempt,
            training,
            meter(attempt, training, data, saved),
            logged,
            new TrainingLoop.Tools(
                attempts,
                checkpoints,
                engine.threads(),
                metrics,
                surfaces,
                System::nanoTime,
                shutdown));
    return new Session(data, training, loop, metrics, surfaces);
  }

  private Training training(Prepared data, Optional<Checkpoints.Saved> saved) {
    return saved
        .map(
            from ->
                new Training(
                    data.plan(),
                    data.trainingSamples(),
                    data.validationSamples(),
                    engine.threads(),
                    from.state()))
        .orElseGet(
            () ->
                new Training(
                    data.plan(),
                    data.trainingSamples(),
                    data.validationSamples(),
                    engine.threads()));
  }

  private static String model(Attempt attempt) {
    var register = Objects.requireNonNull(attempt.request().register());
    return Objects.requireNonNull(register.model());
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
