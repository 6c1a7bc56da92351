package io.layerscope.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.NamedTensor;
import io.layerscope.nn.bounds.OutOfBounds;
import io.layerscope.nn.layer.NormalizationSpec;
import io.layerscope.nn.optim.Optimizer;
import io.layerscope.nn.statistics.LayerReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhiteningTrainingTest {

  private static final int INPUTS = 20;
  private static final List<String> CLASSES = List.of("a", "b", "c");

  private static TrainingPlan plan(int width, int groupSize, int batchSize, int rows) {
    return plan(width, groupSize, batchSize, rows, 512);
  }

  private static TrainingPlan plan(
      int width, int groupSize, int batchSize, int rows, int probeRows) {
    NetworkSpec network =
        new NetworkSpec(
            null,
            List.of(width, 17),
            null,
            null,
            PerLayer.of(0.1),
            null,
            PerLayer.of(new NormalizationSpec.Whitening(null, null, groupSize, null)),
            null,
            null);
    TrainingSpec training =
        new TrainingSpec(
            3,
            new BatchSize(batchSize),
            7L,
            new Optimizer.Adam(0.01, null, null, null),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    return TrainingPlan.of(
        network, training, new StatisticsSpec(1, probeRows, 8), INPUTS, CLASSES, rows, 60);
  }

  private static Samples training(int rows) {
    return Clusters.of(rows, INPUTS, 3, 1.5, 1);
  }

  private static Samples validation() {
    return Clusters.of(60, INPUTS, 3, 1.5, 2);
  }

  private static List<EpochReport> train(Training training) {
    List<EpochReport> reports = new ArrayList<>();
    while (!training.finished()) {
      training.advance(1000).ifPresent(reports::add);
    }
    return reports;
  }

  private static void assertSame(List<NamedTensor> actual, List<NamedTensor> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(Arrays.equals(actual.get(i).values(), expected.get(i).values()))
          .as(actual.get(i).name())
          .isTrue();
    }
  }

  /** Groups that divide the width and that do not, in one block and in several. */
  @ParameterizedTest
  @CsvSource({"24, 16", "24, 7", "700, 16", "700, 48", "700, 300"})
  void any_number_of_threads_gives_the_same_bits(int width, int groupSize) {
    List<List<NamedTensor>> results = new ArrayList<>();
    for (int size : new int[] {1, 2, 3, 8}) {
      try (var threads = ComputeThreads.start(size);
          var training =
              new Training(plan(width, groupSize, 310, 620), training(620), null, threads)) {
        train(training);
        results.add(training.state().tensors());
      }
    }
    results.forEach(result -> assertSame(result, results.getFirst()));
  }

  @Test
  void a_training_goes_on_from_any_step_with_the_same_bits() {
    TrainingPlan plan = plan(24, 7, 32, 205);
    try (var threads = ComputeThreads.start(2);
        var whole = new Training(plan, training(205), validation(), threads)) {
      List<EpochReport> expected = train(whole);
      for (int steps : new int[] {0, 1, 6, 7, 15}) {
        TrainingState state;
        try (var first = new Training(plan, training(205), validation(), threads)) {
          first.advance(1);
          while (first.progress().totalSteps() < steps) {
            first.advance(1);
          }
          state = first.state();
        }
        try (var second = new Training(plan, training(205), validation(), threads, state)) {
          List<EpochReport> rest = train(second);
          assertSame(second.state().tensors(), whole.state().tensors());
          assertThat(rest).isEqualTo(expected.subList(4 - rest.size(), 4));
        }
      }
    }
  }

  @Test
  void a_network_of_the_same_tensors_predicts_the_same_bits_and_keeps_them() {
    try (var threads = ComputeThreads.start(2);
        var training = new Training(plan(24, 7, 32, 205), training(205), null, threads)) {
      train(training);
      float[] rows = validation().inputs();
      try (Network trained = training.network();
          Network read = Network.of(trained.spec(), INPUTS, 3, trained.tensors());
          Inference first = new Inference(trained, threads, 32);
          Inference second = new Inference(read, threads, 32)) {
        float[] expected = first.probabilities(rows, 60);
        assertThat(second.probabilities(rows, 60)).isEqualTo(expected);
        assertThat(second.probabilities(rows, 60)).isEqualTo(expected);
        assertSame(read.tensors(), trained.tensors());
        assertThat(read.tensors().get(4).name()).isEqualTo("layer1.runningCovariance");
        assertThat(read.tensors().get(4).shape()).containsExactly(24, 7);
      }
    }
  }

  @Test
  void every_layer_reports_the_moments_of_its_normalization() {
    try (var threads = ComputeThreads.start(2);
        var training = new Training(plan(24, 7, 32, 205), training(205), null, threads)) {
      List<EpochReport> reports = train(training);
      LayerReport before = reports.getFirst().layers().getFirst();
      assertThat(before.normalization().runningVariance().mean()).isEqualTo(1);
      assertThat(before.normalized().mean()).isCloseTo(0, within(1e-5));
      assertThat(before.normalized().variance()).isCloseTo(1, within(1e-3));
      LayerReport after = reports.getLast().layers().getFirst();
      assertThat(after.normalization().runningVariance().mean())
          .isCloseTo(after.normalization().batchVariance().mean(), within(2.0));
      assertThat(after.normalization().gamma().variance()).isPositive();
    }
  }

  @Test
  void a_last_batch_that_is_too_small_is_merged_into_the_one_before_it() {
    TrainingPlan plan = plan(24, 16, 32, 32 * 3 + 16);
    assertThat(plan.batches().count()).isEqualTo(3);
    assertThat(plan.batches().rows(2)).isEqualTo(48);
    assertThat(plan(24, 16, 32, 32 * 3 + 17).batches().count()).isEqualTo(4);
    try (var threads = ComputeThreads.start(1);
        var training = new Training(plan, training(plan.trainingRows()), null, threads)) {
      assertThat(train(training).getLast().trainLoss()).isLessThan(1.2);
    }
  }

  @Test
  void a_batch_that_is_not_larger_than_the_group_is_refused() {
    assertThat(plan(24, 16, 17, 200).batches().rows(0)).isEqualTo(17);
    assertRefused("training/batchSize", 24, 16, 16, 200, 100);
    assertRefused("training/batchSize", 24, 24, 100, 24, 100);
    assertRefused("statistics/probeRows", 24, 16, 32, 200, 16);
    // A layer of 24 units has no group of more.
    assertThat(plan(24, 4096, 25, 200).batches().rows(0)).isEqualTo(25);
  }

  private static void assertRefused(
      String field, int width, int groupSize, int batchSize, int rows, int probeRows) {
    assertThatThrownBy(() -> plan(width, groupSize, batchSize, rows, probeRows))
        .isInstanceOfSatisfying(
            OutOfBounds.class, refusal -> assertThat(refusal.field()).isEqualTo(field));
  }
}
