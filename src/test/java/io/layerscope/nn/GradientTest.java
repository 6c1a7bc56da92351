package io.layerscope.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.layer.NormalizationSpec;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The core's derivatives against central differences of the loss in double precision. */
class GradientTest {

  private static final ComputeThreads THREADS = ComputeThreads.start(2);
  private static final int INPUTS = 5;
  private static final int CLASSES = 3;
  private static final int ROWS = 11;

  /** Central differences are good to h^2 and to 1e-16 / h. */
  private static final double H = 1e-5;

  private static final double TOLERANCE = 2e-5;

  private static final double[] EQUAL = {1, 1, 1};
  private static final double[] WEIGHTS = {0.5, 2, 0.25};

  @AfterAll
  static void close() {
    THREADS.close();
  }

  static List<Activation> activations() {
    return List.of(
        new Activation.Relu(),
        new Activation.LeakyRelu(0.1),
        new Activation.Elu(1.3),
        new Activation.Gelu(),
        new Activation.Tanh(),
        new Activation.Sigmoid(),
        new Activation.Softsign(),
        new Activation.Identity());
  }

  static Stream<Arguments> networks() {
    return activations().stream()
        .flatMap(
            activation ->
                Stream.of(
                        new NormalizationSpec.None(),
                        new NormalizationSpec.Batch(1e-3, 0.2, null),
                        new NormalizationSpec.Whitening(1e-3, 0.2, 3, null))
                    .map(normalization -> Arguments.of(activation, normalization)));
  }

  private static NetworkSpec network(
      List<Integer> widths,
      Activation activation,
      NormalizationSpec normalization,
      Activation output,
      double dropout) {
    return new NetworkSpec(
        null,
        widths,
        PerLayer.of(activation),
        output,
        PerLayer.of(dropout),
        dropout / 2,
        PerLayer.of(normalization),
        null,
        null);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void every_derivative_is_the_difference_quotient(
      Activation activation, NormalizationSpec normalization) {
    for (Activation output : activations()) {
      for (double smoothing : new double[] {0, 0.1}) {
        for (double[] weights : new double[][] {EQUAL, WEIGHTS}) {
          for (double dropout : new double[] {0, 0.4}) {
            NetworkSpec spec = network(List.of(7, 4), activation, normalization, output, dropout);
            assertGradients(new ReferenceNetwork(spec, INPUTS, CLASSES, weights, smoothing));
          }
        }
      }
    }
  }

  @Test
  void softmax_regression_has_the_right_derivatives() {
    NetworkSpec spec = new NetworkSpec(0, List.of(), null, null, null, 0.3, null, null, null);
    assertGradients(new ReferenceNetwork(spec, INPUTS, CLASSES, WEIGHTS, 0.2));
  }

  private static void assertGradients(ReferenceNetwork reference) {
    float[] x = inputs(ROWS, INPUTS);
    int[] labels = labels(ROWS);
    try (CoreNetwork core = new CoreNetwork(reference, ROWS, THREADS)) {
      core.randomize(42);
      Map<String, double[]> parameters = core.tensors();
      ReferenceNetwork.Batch batch = core.batch(x, labels, 9);
      assertThat(core.step(x, labels, 9))
          .isCloseTo(reference.loss(parameters, batch), within(2e-6));
      Map<String, double[]> analytic = reference.gradients(parameters, batch);
      core.gradients()
          .forEach(
              (name, gradient) -> {
                double[] differences = differences(reference, parameters, batch, name);
                assertNear(name + " of the reference", analytic.get(name), differences, 1e-6);
                assertNear(name, gradient, differences, TOLERANCE);
              });
    }
  }

  private static double[] differences(
      ReferenceNetwork reference,
      Map<String, double[]> parameters,
      ReferenceNetwork.Batch batch,
      String name) {
    double[] values = parameters.get(name);
    double[] differences = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      double value = values[i];
      values[i] = value + H;
      double above = reference.loss(parameters, batch);
      values[i] = value - H;
      double below = reference.loss(parameters, batch);
      values[i] = value;
      differences[i] = (above - below) / (2 * H);
    }
    return differences;
  }

  /** The distance of the norms, beside the expected one; below 1e-7 nothing is left to compare. */
  private static void assertNear(String name, double[] actual, double[] expected, double error) {
    double distance = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      distance += (actual[i] - expected[i]) * (actual[i] - expected[i]);
      norm += expected[i] * expected[i];
    }
    assertThat(Math.sqrt(distance)).as(name).isLessThanOrEqualTo(error * Math.sqrt(norm) + 1e-7);
  }

  /** Wide enough that threads share the layers in blocks. */
  @ParameterizedTest
  @MethodSource("networks")
  void layers_that_threads_share_have_the_derivatives_of_the_reference(
      Activation activation, NormalizationSpec normalization) {
    NetworkSpec spec =
        network(List.of(210, 150), activation, normalization, new Activation.Identity(), 0.3);
    ReferenceNetwork reference = new ReferenceNetwork(spec, 190, CLASSES, WEIGHTS, 0.1);
    int rows = 67;
    float[] x = inputs(rows, 190);
    int[] labels = labels(rows);
    try (CoreNetwork core = new CoreNetwork(reference, rows, THREADS)) {
      core.randomize(5);
      Map<String, double[]> parameters = core.tensors();
      ReferenceNetwork.Batch batch = core.batch(x, labels, 3);
      assertThat(core.step(x, labels, 3))
          .isCloseTo(reference.loss(parameters, batch), within(1e-5));
      Map<String, double[]> expected = reference.gradients(parameters, batch);
      core.gradients()
          .forEach((name, gradient) -> assertNear(name, gradient, expected.get(name), TOLERANCE));
    }
  }

  @Test
  void a_batch_whose_rows_all_weigh_nothing_has_no_derivatives() {
    NetworkSpec spec =
        network(
            List.of(4),
            new Activation.Tanh(),
            new NormalizationSpec.None(),
            new Activation.Identity(),
            0);
    ReferenceNetwork reference =
        new ReferenceNetwork(spec, INPUTS, CLASSES, new double[] {0, 0, 1}, 0);
    try (CoreNetwork core = new CoreNetwork(reference, 3, THREADS)) {
      core.randomize(1);
      assertThat(core.step(inputs(3, INPUTS), new int[] {0, 1, 0}, 1)).isZero();
      core.gradients().values().forEach(gradient -> assertThat(gradient).containsOnly(0));
    }
  }

  private static float[] inputs(int rows, int columns) {
    SplittableRandom random = new SplittableRandom(rows + columns);
    float[] x = new float[rows * columns];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static int[] labels(int rows) {
    int[] labels = new int[rows];
    for (int i = 0; i < rows; i++) {
      labels[i] = i * i % CLASSES;
    }
    return labels;
  }
}
