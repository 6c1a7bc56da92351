package io.layerscope.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.NamedTensor;
import io.layerscope.nn.array.Randomness;
import io.layerscope.nn.layer.NormalizationSpec;
import io.layerscope.nn.optim.Optimizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingTest {

  private static final int INPUTS = 20;

  /** Three clusters that overlap a little. */
  private static Samples samples(int rows, long seed) {
    var random = Randomness.generator(seed);
    float[] inputs = new float[rows * INPUTS];
    int[] labels = new int[rows];
    for (int row = 0; row < rows; row++) {
      labels[row] = row % 3;
      for (int column = 0; column < INPUTS; column++) {
        double centre = column % 3 == labels[row] ? 1 : 0;
        inputs[row * INPUTS + column] = (float) (centre + random.nextGaussian());
      }
    }
    return new Samples(rows, INPUTS, inputs, labels);
  }

  private static TrainingPlan plan(int width, Optimizer optimizer, int epochs, int rows) {
    NetworkSpec network =
        new NetworkSpec(
            null,
            List.of(width, 17),
            null,
            null,
            PerLayer.of(0.2),
            0.1,
            PerLayer.of(new NormalizationSpec.Batch(null, null, null)),
            null,
            null);
    TrainingSpec training =
        new TrainingSpec(
            epochs, null, 7L, optimizer, null, null, null, null, null, null, null, null, null);
    return TrainingPlan.of(
        network, training, StatisticsSpec.defaults(), INPUTS, List.of("a", "b", "c"), rows, 60);
  }

  private static Optimizer adam() {
    return new Optimizer.Adam(null, null, null, null);
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

  @Test
  void training_learns_and_keeps_the_best() {
    try (var threads = ComputeThreads.start(2);
        var training =
            new Training(plan(32, adam(), 30, 301), samples(301, 1), samples(60, 2), threads)) {
      List<EpochReport> reports = train(training);
      assertThat(reports.getFirst().epoch()).isZero();
      assertThat(reports.getFirst().layers()).hasSize(3);
      assertThat(reports.getLast().trainLoss()).isLessThan(reports.get(1).trainLoss() / 2);
      double best =
          reports.stream().skip(1).mapToDouble(EpochReport::validationLoss).min().orElseThrow();
      assertThat(reports.get(training.bestEpoch()).validationLoss()).isEqualTo(best);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 700})
  void any_number_of_threads_gives_the_same_bits(int width) {
    List<List<NamedTensor>> results = new ArrayList<>();
    for (int size : new int[] {1, 2, 3, 8}) {
      try (var threads = ComputeThreads.start(size);
          var training =
              new Training(plan(width, adam(), 3, 301), samples(301, 1), null, threads)) {
        train(training);
        results.add(training.state().tensors());
      }
    }
    results.forEach(result -> assertSame(result, results.getFirst()));
  }

  @Test
  void a_training_goes_on_from_any_step_with_the_same_bits() {
    for (Optimizer optimizer :
        List.of(
            adam(),
            new Optimizer.Sgd(0.05, 0.5, 0.9, 2, true),
            new Optimizer.AdamW(null, null, null, null, null),
            new Optimizer.RmsProp(null, null, null),
            new Optimizer.AdaGrad(null, null),
            new Optimizer.AdaDelta(null, null, null))) {
      TrainingPlan plan = plan(24, optimizer, 4, 301);
      try (var threads = ComputeThreads.start(2);
          var whole = new Training(plan, samples(301, 1), samples(60, 2), threads)) {
        List<EpochReport> expected = train(whole);
        for (int steps : new int[] {0, 1, 9, 10, 11, 25}) {
          TrainingState state;
          try (var first = new Training(plan, samples(301, 1), samples(60, 2), threads)) {
            first.advance(1);
            while (first.progress().totalSteps() < steps) {
              first.advance(1);
            }
            state = first.state();
          }
          try (var second = new Training(plan, samples(301, 1), samples(60, 2), threads, state)) {
            List<EpochReport> rest = train(second);
            assertSame(second.state().tensors(), whole.state().tensors());
            assertThat(rest).isEqualTo(expected.subList(5 - rest.size(), 5));
          }
        }
      }
    }
  }

  /**
   * 600 rows are three blocks, in three calls: a client who pauses does not wait for all of them.
   */
  @Test
  void a_training_goes_on_from_between_two_blocks_of_validation_rows_with_the_same_bits() {
    TrainingPlan plan = plan(24, adam(), 2, 301);
    try (var threads = ComputeThreads.start(2);
        var whole = new Training(plan, samples(301, 1), samples(600, 2), threads)) {
      List<EpochReport> expected = train(whole);
      for (int blocks : new int[] {1, 2}) {
        TrainingState state;
        try (var first = new Training(plan, samples(301, 1), samples(600, 2), threads)) {
          first.advance(1);
          while (first.progress().stepInEpoch() < first.progress().stepsPerEpoch()) {
            assertThat(first.advance(1)).isEmpty();
          }
          for (int block = 1; block < blocks; block++) {
            assertThat(first.advance(1000)).isEmpty();
          }
          state = first.state();
        }
        try (var second = new Training(plan, samples(301, 1), samples(600, 2), threads, state)) {
          assertThat(train(second)).isEqualTo(expected.subList(1, 3));
          assertSame(second.state().tensors(), whole.state().tensors());
        }
      }
    }
  }

  @Test
  void runs_beside_each_other_have_the_bits_of_one_alone() throws InterruptedException {
    TrainingPlan plan = plan(24, adam(), 20, 301);
    try (var threads = ComputeThreads.start(2)) {
      List<NamedTensor> alone;
      try (var training = new Training(plan, samples(301, 1), samples(60, 2), threads)) {
        train(training);
        alone = training.state().tensors();
      }
      List<List<NamedTensor>> beside = new ArrayList<>();
      List<Thread> runners = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        runners.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      try (var training =
                          new Training(plan, samples(301, 1), samples(60, 2), threads)) {
                        train(training);
                        synchronized (beside) {
                          beside.add(training.state().tensors());
                        }
                      }
                    }));
      }
      for (Thread runner : runners) {
        runner.join();
      }
      assertThat(beside).hasSize(4);
      beside.forEach(result -> assertSame(result, alone));
    }
  }

  @Test
  void divergence_names_epoch_step_and_layer() {
    Optimizer wild = new Optimizer.Sgd(1e6, 0.9, null, null, null);
    TrainingSpec spec =
        new TrainingSpec(
            50, null, 7L, wild, null, Optional.empty(), null, null, null, null, null, null, null);
    TrainingPlan plan =
        TrainingPlan.of(
            NetworkSpec.defaults(),
            spec,
            StatisticsSpec.defaults(),
            INPUTS,
            List.of("a", "b", "c"),
            301,
            0);
    try (var threads = ComputeThreads.start(1);
        var training = new Training(plan, samples(301, 1), null, threads)) {
      assertThatThrownBy(() -> train(training))
          .isInstanceOfSatisfying(
              Diverged.class,
              diverged -> {
                assertThat(diverged.epoch()).isPositive();
                assertThat(diverged.step()).isPositive();
                assertThat(diverged.layer()).isBetween(1, 3);
              });
    }
  }
}
