package io.layerscope.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.layer.NormalizationSpec;
import io.layerscope.nn.optim.Optimizer;
import io.layerscope.nn.optim.Schedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole trainings against the same trainings in double precision. */
class OptimizerStepsTest {

  private static final ComputeThreads THREADS = ComputeThreads.start(2);
  private static final int ROWS = 45;
  private static final int INPUTS = 6;
  private static final int BATCH = 16;
  private static final int EPOCHS = 7;
  private static final List<String> CLASSES = List.of("a", "b", "c", "d");

  /** 21 steps in float32: roundings of 6e-8 in the gradients, and quotients of small moments. */
  private static final double TOLERANCE = 1e-4;

  @AfterAll
  static void close() {
    THREADS.close();
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        new Optimizer.Sgd(0.05, null, null, null, null),
        new Optimizer.Sgd(0.05, 0.9, null, null, false),
        new Optimizer.Sgd(0.05, 0.9, null, null, true),
        new Optimizer.Adam(0.01, null, null, null),
        new Optimizer.AdamW(0.01, null, null, null, 0.1),
        new Optimizer.RmsProp(0.002, null, null),
        new Optimizer.AdaGrad(0.05, null),
        new Optimizer.AdaDelta(1.0, null, null));
  }

  /** The parts of a training that differ from test to test. */
  private record Settings(
      Optimizer optimizer, double l2, double l1, Double maxNorm, Double clipping) {

    static Settings of(Optimizer optimizer) {
      return new Settings(optimizer, 0, 0, null, null);
    }

    TrainingSpec spec() {
      return new TrainingSpec(
          EPOCHS,
          new BatchSize(BATCH),
          3L,
          optimizer,
          new Schedule.Constant(null),
          Optional.empty(),
          l2,
          l1,
          maxNorm,
          0.1,
          clipping,
          new ClassWeights(Map.of("a", 0.5, "b", 2.0)),
          null);
    }
  }

  private static NetworkSpec network(Boolean affine, double dropout) {
    return new NetworkSpec(
        null,
        List.of(9, 7),
        PerLayer.each(List.of(new Activation.Tanh(), new Activation.Elu(null))),
        null,
        PerLayer.of(dropout),
        dropout / 2,
        PerLayer.each(
            List.of(new NormalizationSpec.Batch(1e-3, 0.2, affine), new NormalizationSpec.None())),
        null,
        null);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void steps_are_those_of_the_paper(Optimizer optimizer) {
    compare(network(true, 0.2), Settings.of(optimizer));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void steps_with_penalties_clipping_and_bounded_norms_are_too(Optimizer optimizer) {
    compare(network(true, 0), new Settings(optimizer, 0.02, 0.003, 1.2, 0.3));
  }

  @Test
  void a_normalization_without_gamma_and_beta_leaves_them_at_one_and_zero() {
    Map<String, double[]> last =
        compare(network(false, 0), Settings.of(new Optimizer.Adam(0.01, null, null, null)));
    assertThat(last.get("layer1.gamma")).containsOnly(1);
    assertThat(last.get("layer1.beta")).containsOnly(0);
  }

  @Test
  void momentum_rises_along_its_ramp() {
    Optimizer.Sgd ramp = new Optimizer.Sgd(0.02, 0.5, 0.9, 4, false);
    compare(
        network(true, 0), Settings.of(ramp), epoch -> 0.5 + (0.9 - 0.5) * Math.min(1, epoch / 4));
  }

  private static Map<String, double[]> compare(NetworkSpec network, Settings settings) {
    double momentum = settings.optimizer() instanceof Optimizer.Sgd sgd ? sgd.momentum() : 0;
    return compare(network, settings, epoch -> momentum);
  }

  private static Map<String, double[]> compare(
      NetworkSpec network, Settings settings, java.util.function.DoubleUnaryOperator momentum) {
    Samples samples = Clusters.of(ROWS, INPUTS, CLASSES.size(), 0.8, 1);
    TrainingPlan plan =
        TrainingPlan.of(
            network, settings.spec(), StatisticsSpec.defaults(), INPUTS, CLASSES, ROWS, 0);
    try (Training training = new Training(plan, samples, null, THREADS)) {
      training.advance(1);
      ReferenceTraining reference =
          new ReferenceTraining(
              plan,
              samples,
              new double[] {0.5, 2, 1, 1},
              CoreNetwork.doubles(training.network().tensors()));
      double rate = settings.optimizer().learningRate();
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        EpochReport report = training.advance(1000).orElseThrow();
        reference.epoch(epoch, BATCH, position -> rate, momentum);
        assertThat(report.trainLoss()).isCloseTo(reference.loss(), within(TOLERANCE));
        assertThat(report.gradientNorm())
            .isCloseTo(reference.norm(), within(TOLERANCE * reference.norm()));
      }
      assertThat(training.finished()).isTrue();
      try (Network trained = training.network()) {
        Map<String, double[]> last = CoreNetwork.doubles(trained.tensors());
        assertThat(last.keySet()).isEqualTo(reference.parameters().keySet());
        last.forEach((name, values) -> assertNear(name, values, reference.parameters().get(name)));
        return last;
      }
    }
  }

  private static void assertNear(String name, double[] actual, double[] expected) {
    double distance = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      distance += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
    assertThat(Math.sqrt(distance)).as(name).isLessThanOrEqualTo(TOLERANCE * Math.sqrt(norm));
  }
}
