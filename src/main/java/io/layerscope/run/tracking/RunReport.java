package io.layerscope.run.tracking;

import io.layerscope.run.log.CurveLog;
import io.layerscope.run.log.EpochMetrics;
import io.layerscope.run.state.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One run in MLflow's words. What is said of an epoch depends on the log alone, its time included,
 * so that a batch that is sent twice says the same twice, which the server keeps once.
 */
final class RunReport {

  /** Seven numbers each stay below the thousand that a batch may have. */
  static final int EPOCHS = 140;

  private static final int PARAMETERS = 100;
  private static final double MILLIS = 1000;

  private final Run run;
  private final CurveLog curves;
  private final JsonMapper json;

  RunReport(Run run, CurveLog curves, JsonMapper json) {
    this.run = run;
    this.curves = curves;
    this.json = json;
  }

  /** Numbers of some epochs. */
  record Batch(int lastEpoch, List<MlflowServer.Metric> metrics, boolean more) {}

  String name() {
    return run.name();
  }

  long start() {
    return begin().toEpochMilli();
  }

  List<MlflowServer.Entry> tags() {
    return List.of(
        new MlflowServer.Entry("mlflow.runName", run.name()),
        new MlflowServer.Entry("mlflow.source.name", "layerscope"),
        new MlflowServer.Entry("mlflow.source.type", "JOB"),
        new MlflowServer.Entry("mlflow.user", "layerscope"),
        new MlflowServer.Entry("layerscope.run", run.id()));
  }

  /** The request and what was made of it, in batches as large as the server takes. */
  List<List<MlflowServer.Entry>> parameters() {
    List<MlflowServer.Entry> all =
        new ArrayList<>(RunParameters.of(json.valueToTree(run.request())));
    all.add(new MlflowServer.Entry("parameters", String.valueOf(run.parameters())));
    List<List<MlflowServer.Entry>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += PARAMETERS) {
      batches.add(all.subList(from, Math.min(all.size(), from + PARAMETERS)));
    }
    return batches;
  }

  /** The numbers of the epochs after one. */
  Batch after(int epoch) {
    double seconds = curves.secondsUntil(run.id(), epoch);
    List<MlflowServer.Metric> metrics = new ArrayList<>();
    List<EpochMetrics> page = curves.epochs(run.id(), epoch, EPOCHS);
    for (EpochMetrics each : page) {
      seconds += Objects.requireNonNullElse(each.seconds(), 0.0);
      long time = start() + Math.round(seconds * MILLIS);
      add(metrics, "train_loss", each.trainLoss(), time, each.epoch());
      add(metrics, "train_accuracy", each.trainAccuracy(), time, each.epoch());
      add(metrics, "validation_loss", each.validationLoss(), time, each.epoch());
      add(metrics, "validation_accuracy", each.validationAccuracy(), time, each.epoch());
      add(metrics, "learning_rate", each.learningRate(), time, each.epoch());
      add(metrics, "gradient_norm", each.gradientNorm(), time, each.epoch());
      add(metrics, "samples_per_second", each.samplesPerSecond(), time, each.epoch());
    }
    int last = page.isEmpty() ? epoch : page.getLast().epoch();
    return new Batch(last, metrics, page.size() == EPOCHS);
  }

  private static void add(
      List<MlflowServer.Metric> metrics, String key, @Nullable Double value, long time, int epoch) {
    if (value != null) {
      metrics.add(MlflowServer.Metric.of(key, value, time, epoch));
    }
  }

  /** How the run ended; null while it has not. */
  @Nullable String status() {
    return switch (run.state()) {
      case SUCCEEDED, STOPPED -> "FINISHED";
      case FAILED -> "FAILED";
      case CANCELLED -> "KILLED";
      case QUEUED, RUNNING, PAUSED -> null;
    };
  }

  long end() {
    return Objects.requireNonNullElse(run.finishedAt(), begin()).toEpochMilli();
  }

  private Instant begin() {
    return Objects.requireNonNullElse(run.startedAt(), run.createdAt());
  }
}
