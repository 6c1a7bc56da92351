package io.layerscope.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.NamedTensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Derivatives and training steps against those of libtorch's autograd and optimizers. */
class LibtorchTest {

  private static final ComputeThreads THREADS = ComputeThreads.start(2);

  @AfterAll
  static void close() {
    THREADS.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "relu-normalized-dropout",
        "leaky-relu-elu-smoothing",
        "gelu-tanh-normalized-weights",
        "sigmoid-softsign-dropout-weights-smoothing",
        "identity-normalized-tanh-output",
        "deep-mixture"
      })
  void every_gradient_is_autograd_s(String name) {
    Fixture fixture = Fixture.read("gradients/" + name);
    long seed = fixture.training().seed();
    try (CoreNetwork core = new CoreNetwork(fixture.reference(), fixture.rows(), THREADS)) {
      core.set(fixture.tensors(""));
      assertThat(masks(core.batch(fixture.x(), fixture.labels(), seed), fixture))
          .isEqualTo(fixture.masks());
      assertThat(core.step(fixture.x(), fixture.labels(), seed))
          .isCloseTo(fixture.loss(), within(1e-6));
      Map<String, double[]> gradients = core.gradients();
      assertThat(gradients.keySet()).isEqualTo(fixture.gradients().keySet());
      gradients.forEach(
          (tensor, actual) -> assertNear(tensor, actual, fixture.gradients().get(tensor), 1e-5));
    }
  }

  /** Layerscope's masks as the fixture writes the ones that libtorch was given. */
  private static Map<String, String> masks(ReferenceNetwork.Batch batch, Fixture fixture) {
    Map<String, String> masks = new java.util.LinkedHashMap<>();
    for (int i = 0; i < batch.masks().size(); i++) {
      double dropout =
          i == 0 ? fixture.network().inputDropout() : fixture.network().dropoutOf(i - 1);
      if (dropout > 0) {
        StringBuilder digits = new StringBuilder();
        for (double[] row : batch.masks().get(i)) {
          for (double kept : row) {
            digits.append(kept == 0 ? '0' : '1');
          }
        }
        masks.put(i == 0 ? "input" : "layer" + i, digits.toString());
      }
    }
    return masks;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "momentum", "nesterov", "adam", "adamW", "rmsProp", "adaGrad"})
  void twenty_steps_are_the_optimizer_s(String name) {
    Fixture fixture = Fixture.read("steps/" + name);
    TrainingPlan plan =
        TrainingPlan.of(
            fixture.network(),
            fixture.training(),
            StatisticsSpec.defaults(),
            fixture.inputs(),
            fixture.classNames(),
            fixture.rows(),
            0);
    try (Training training =
        new Training(plan, fixture.samples(), null, THREADS, start(plan, fixture))) {
      training.advance(1);
      List<Double> losses = new ArrayList<>();
      while (!training.finished()) {
        training.advance(1).map(EpochReport::trainLoss).ifPresent(losses::add);
      }
      assertThat(losses).hasSize(20).hasSameSizeAs(fixture.losses());
      for (int step = 0; step < losses.size(); step++) {
        assertThat(losses.get(step))
            .as("loss before step " + (step + 1))
            .isCloseTo(fixture.losses().get(step), within(1e-4));
      }
      try (Network network = training.network();
          Inference inference = new Inference(network, THREADS, fixture.rows())) {
        for (NamedTensor tensor : network.tensors()) {
          double[] actual = CoreNetwork.doubles(tensor.values());
          assertNear(tensor.name(), actual, fixture.trained().get(tensor.name()), 1e-4);
        }
        float[] probabilities = inference.probabilities(fixture.x(), fixture.rows());
        assertNear(
            "probabilities", CoreNetwork.doubles(probabilities), fixture.probabilities(), 1e-4);
      }
    }
  }

  /** Before the first step, with the fixture's parameters. */
  private static TrainingState start(TrainingPlan plan, Fixture fixture) {
    try (Training fresh = new Training(plan, fixture.samples(), null, THREADS)) {
      List<NamedTensor> tensors = new ArrayList<>(fixture.tensors(""));
      tensors.addAll(fixture.tensors("best."));
      for (NamedTensor tensor : fresh.state().tensors()) {
        if (tensor.name().startsWith("optimizer.")) {
          tensors.add(tensor);
        }
      }
      return new TrainingState(Position.START, tensors);
    }
  }

  private static void assertNear(String name, double[] actual, float[] expected, double error) {
    assertThat(actual).as(name).hasSameSizeAs(Objects.requireNonNull(expected, name));
    double distance = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      distance += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      norm += (double) expected[i] * expected[i];
    }
    assertThat(Math.sqrt(distance / norm)).as(name).isLessThanOrEqualTo(error);
  }
}
