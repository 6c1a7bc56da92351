package io.layerscope.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.layer.NormalizationSpec;
import io.layerscope.nn.optim.Optimizer;
import io.layerscope.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {

  private static final ComputeThreads THREADS = ComputeThreads.start(1);
  private static final List<String> CLASSES = List.of("a", "b", "c");

  @AfterAll
  static void close() {
    THREADS.close();
  }

  private static Watch after(Watch watch, TrainingSpec training, double... losses) {
    Watch next = watch;
    for (double loss : losses) {
      int epoch = next.bestEpoch() + next.waited() + 1;
      next = next.after(epoch, new Losses(9.0, 0.0, loss, 0.5), training);
    }
    return next;
  }

  private static TrainingSpec training(
      @Nullable Schedule schedule, @Nullable EarlyStopping stopping) {
    return new TrainingSpec(
        60,
        new BatchSize(16),
        1L,
        new Optimizer.Sgd(0.4, 0.9, null, null, null),
        schedule,
        Optional.ofNullable(stopping),
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  @Test
  void an_epoch_is_the_best_when_it_is_better_by_more_than_the_delta() {
    TrainingSpec training = training(null, new EarlyStopping(null, 3, 0.1, null));
    Watch watch = after(Watch.START, training, 1.0, 0.95, 0.9, 0.85);
    assertThat(watch.bestEpoch()).isEqualTo(4);
    assertThat(watch.bestCost()).isEqualTo(0.85);
    assertThat(after(watch, training, 0.8, 0.76).exhausted(training)).isFalse();
    assertThat(after(watch, training, 0.8, 0.76, 0.751).exhausted(training)).isTrue();
  }

  @Test
  void an_epoch_without_a_finite_loss_is_never_the_best() {
    TrainingSpec training = training(null, new EarlyStopping(null, 3, null, null));
    Watch watch = after(Watch.START, training, Double.NaN, Double.POSITIVE_INFINITY);
    assertThat(watch.bestEpoch()).isZero();
    assertThat(watch.bestCost()).isNull();
    assertThat(watch.waited()).isEqualTo(2);
  }

  @Test
  void accuracy_is_better_when_it_is_greater() {
    assertThat(Metric.VALIDATION_ACCURACY.cost(new Losses(1.0, 0.2, 1.0, 0.9)))
        .isLessThan(Metric.VALIDATION_ACCURACY.cost(new Losses(1.0, 0.9, 1.0, 0.2)));
    assertThat(Metric.VALIDATION_LOSS.cost(new Losses(0.7, 0.2, null, null))).isEqualTo(0.7);
  }

  @Test
  void a_plateau_reduces_the_rate_after_more_epochs_than_its_patience() {
    TrainingSpec training = training(new Schedule.ReduceOnPlateau(0.5, 2, null), null);
    Watch watch = after(Watch.START, training, 1.0, 1.0, 1.0);
    assertThat(watch.reductions()).isZero();
    watch = after(watch, training, 1.0);
    assertThat(watch.reductions()).isEqualTo(1);
    assertThat(after(watch, training, 1.0, 1.0, 1.0).reductions()).isEqualTo(2);
    assertThat(after(watch, training, 1.0, 0.5, 1.0).reductions()).isEqualTo(1);
  }

  @Test
  void training_stops_and_keeps_the_parameters_of_the_best_epoch() {
    // Labels that say nothing about the inputs: validation gets worse as the rows are learned.
    Samples rows = shuffled(64, 1);
    Samples validation = shuffled(200, 2);
    TrainingSpec spec = training(null, new EarlyStopping(null, 4, null, null));
    try (Training training = new Training(plan(spec, 200), rows, validation, THREADS)) {
      List<EpochReport> reports = all(training);
      EpochReport last = reports.getLast();
      assertThat(last.epoch()).isLessThan(60).isEqualTo(training.bestEpoch() + 4);
      EpochReport best = reports.get(training.bestEpoch());
      assertThat(best.best()).isTrue();
      for (EpochReport report : reports.subList(1, reports.size())) {
        assertThat(report.validationLoss()).isGreaterThanOrEqualTo(best.validationLoss());
      }
      assertThat(loss(training.network(), validation))
          .isCloseTo(best.validationLoss(), within(1e-5));
      assertThat(last.layers()).as("the last epoch is looked at").isNotNull();
    }
  }

  @Test
  void without_keeping_the_best_the_last_parameters_remain() {
    Samples rows = shuffled(64, 1);
    Samples validation = shuffled(200, 2);
    TrainingSpec spec = training(null, new EarlyStopping(null, 4, null, false));
    try (Training training = new Training(plan(spec, 200), rows, validation, THREADS)) {
      EpochReport last = all(training).getLast();
      assertThat(loss(training.network(), validation))
          .isCloseTo(last.validationLoss(), within(1e-5));
    }
  }

  @Test
  void the_reported_rate_is_the_schedule_s_at_the_last_step() {
    Schedule schedule = new Schedule.InverseTime(2.0, 1.5);
    try (Training training =
        new Training(plan(training(schedule, null), 0), shuffled(64, 1), null, THREADS)) {
      List<EpochReport> reports = all(training);
      for (EpochReport report : reports.subList(1, reports.size())) {
        double until = report.epoch();
        double position = until - 0.25;
        double expected = 0.4 * Math.min(1, until / 1.5) / (1 + position / 2);
        assertThat(report.learningRate()).isCloseTo(expected, within(1e-12));
      }
    }
  }

  private static TrainingPlan plan(TrainingSpec training, int validationRows) {
    NetworkSpec network =
        new NetworkSpec(
            null,
            List.of(32),
            null,
            null,
            null,
            null,
            PerLayer.of(new NormalizationSpec.Batch(null, null, null)),
            null,
            null);
    return TrainingPlan.of(
        network, training, StatisticsSpec.defaults(), 6, CLASSES, 64, validationRows);
  }

  private static Samples shuffled(int rows, long seed) {
    Samples clusters = Clusters.of(rows, 6, 3, 1, seed);
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = (i * 7 + i / 5) % 3;
    }
    return new Samples(rows, 6, clusters.inputs(), labels);
  }

  private static List<EpochReport> all(Training training) {
    List<EpochReport> reports = new ArrayList<>();
    while (!training.finished()) {
      training.advance(3).ifPresent(reports::add);
    }
    return reports;
  }

  /** The mean of -log p of the labels. */
  private static double loss(Network network, Samples samples) {
    try (network;
        Inference inference = new Inference(network, THREADS, 64)) {
      float[] p = inference.probabilities(samples.inputs(), samples.rows());
      double sum = 0;
      for (int i = 0; i < samples.rows(); i++) {
        sum -= Math.log(p[i * CLASSES.size() + samples.labels()[i]]);
      }
      return sum / samples.rows();
    }
  }
}
