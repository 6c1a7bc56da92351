package io.layerscope.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.NamedTensor;
import io.layerscope.nn.layer.NormalizationSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GradientsTest {

  private static final ComputeThreads THREADS = ComputeThreads.start(2);
  private static final int INPUTS = 6;

  @AfterAll
  static void close() {
    THREADS.close();
  }

  private static Network network(
      List<Integer> widths, Activation activation, NormalizationSpec normalization, int classes) {
    NetworkSpec spec =
        new NetworkSpec(
            null,
            widths,
            PerLayer.of(activation),
            new Activation.Tanh(),
            PerLayer.of(0.3),
            0.2,
            PerLayer.of(normalization),
            null,
            null);
    TrainingSpec training =
        new TrainingSpec(
            2, new BatchSize(20), 3L, null, null, null, null, null, null, null, null, null, null);
    List<String> labels = Stream.iterate("a", c -> c + "a").limit(classes).toList();
    TrainingPlan plan =
        TrainingPlan.of(spec, training, StatisticsSpec.defaults(), INPUTS, labels, 60, 0);
    try (var run = new Training(plan, Clusters.of(60, INPUTS, classes, 1, 1), null, THREADS)) {
      while (!run.finished()) {
        run.advance(100);
      }
      return run.network();
    }
  }

  private static Gradients.Rows rows(int rows, int classes, boolean dropout) {
    Samples samples = Clusters.of(rows, INPUTS, classes, 1, 7);
    return new Gradients.Rows(rows, samples.inputs(), samples.labels(), dropout, 11);
  }

  static Stream<Arguments> networks() {
    return GradientTest.activations().stream()
        .flatMap(
            activation ->
                Stream.of(
                        new NormalizationSpec.None(),
                        new NormalizationSpec.Batch(null, null, null),
                        new NormalizationSpec.Batch(null, null, false),
                        new NormalizationSpec.Whitening(1e-3, null, 3, null))
                    .map(normalization -> Arguments.of(activation, normalization)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void every_derivative_agrees_with_central_differences(
      Activation activation, NormalizationSpec normalization) {
    for (boolean dropout : new boolean[] {false, true}) {
      try (Network network = network(List.of(8, 5), activation, normalization, 3)) {
        Gradients gradients = Gradients.of(network, rows(9, 3, dropout), THREADS);
        CentralDifferences.Result check = CentralDifferences.of(gradients, THREADS);
        assertThat(check.greatestRelativeError()).as(check.toString()).isLessThan(1e-4);
        assertThat(check.elements()).isGreaterThan(20 * check.atKinks());
      }
    }
  }

  @Test
  void each_layer_has_the_shapes_of_its_arrays() {
    try (Network network =
        network(
            List.of(8), new Activation.Relu(), new NormalizationSpec.Batch(null, null, null), 3)) {
      Gradients gradients = Gradients.of(network, rows(9, 3, false), THREADS);
      assertThat(gradients.layers().getFirst())
          .extracting(array -> array.name() + array.shape())
          .containsExactly(
              "activation[9, 8]",
              "preActivation[9, 8]",
              "weights[8, 6]",
              "gamma[8]",
              "beta[8]",
              "batchMean[8]",
              "batchVariance[8]");
      assertThat(gradients.layers().getLast())
          .extracting(array -> array.name() + array.shape())
          .containsExactly("activation[9, 3]", "preActivation[9, 3]", "weights[3, 8]", "bias[3]");
      float[] z = gradients.layers().getFirst().get(1).values();
      for (int unit = 0; unit < 8; unit++) {
        double sum = 0;
        for (int row = 0; row < 9; row++) {
          sum += z[row * 8 + unit];
        }
        assertThat(sum).as("columns of dZ below a normalization").isCloseTo(0, within(1e-6));
      }
    }
  }

  @Test
  void the_check_finds_a_wrong_derivative_in_any_array() {
    try (Network network =
        network(
            List.of(4),
            new Activation.Softsign(),
            new NormalizationSpec.Batch(null, null, null),
            2)) {
      for (int array = 0; array < 7; array++) {
        Gradients gradients = Gradients.of(network, rows(5, 2, false), THREADS);
        NamedTensor wrong = gradients.layers().getFirst().get(array);
        wrong.values()[0] += 0.1f;
        CentralDifferences.Result check = CentralDifferences.of(gradients, THREADS);
        assertThat(check.greatestRelativeError()).isGreaterThan(0.05);
        assertThat(check.array()).isEqualTo("layer1." + wrong.name());
      }
    }
  }

  @Test
  void the_network_is_left_as_it_was() {
    try (Network network =
        network(
            List.of(8),
            new Activation.Relu(),
            new NormalizationSpec.Whitening(null, null, 4, null),
            3)) {
      List<NamedTensor> before = network.tensors();
      CentralDifferences.of(Gradients.of(network, rows(9, 3, true), THREADS), THREADS);
      List<NamedTensor> after = network.tensors();
      for (int i = 0; i < before.size(); i++) {
        assertThat(after.get(i).values()).isEqualTo(before.get(i).values());
      }
      assertThat(Gradients.leastRows(network)).isEqualTo(5);
    }
  }

  @Test
  void a_network_too_large_for_the_check_is_refused() {
    try (Network network =
        network(
            List.of(1500, 1500, 1500), new Activation.Relu(), new NormalizationSpec.None(), 2)) {
      Gradients gradients = Gradients.of(network, rows(60, 2, false), THREADS);
      assertThatThrownBy(() -> CentralDifferences.of(gradients, THREADS))
          .isInstanceOf(CentralDifferences.TooMany.class)
          .hasMessageContaining("multiplications");
    }
  }
}
