package io.layerscope.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.init.Fan;
import io.layerscope.nn.init.FanInUniform;
import io.layerscope.nn.init.Initializer;
import io.layerscope.nn.init.KaimingNormal;
import io.layerscope.nn.init.KaimingUniform;
import io.layerscope.nn.init.LecunNormal;
import io.layerscope.nn.init.Normal;
import io.layerscope.nn.init.Orthogonal;
import io.layerscope.nn.init.Uniform;
import io.layerscope.nn.init.XavierNormal;
import io.layerscope.nn.init.XavierUniform;
import io.layerscope.nn.init.Zeros;
import io.layerscope.nn.layer.NormalizationSpec;
import io.layerscope.nn.statistics.LayerReport;
import io.layerscope.nn.statistics.NormalizationReport;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Before the first step, what theory forecasts stands beside what is measured. */
class ForecastTest {

  private static final ComputeThreads THREADS = ComputeThreads.start(2);
  private static final int INPUTS = 150;
  private static final List<Integer> WIDTHS = List.of(200, 150, 200);
  private static final List<String> CLASSES = Stream.iterate("a", c -> c + "a").limit(50).toList();
  private static final int ROWS = 200;
  private static final int SEEDS = 2;

  @AfterAll
  static void close() {
    THREADS.close();
  }

  static Stream<Arguments> networks() {
    KaimingNormal kaiming = new KaimingNormal(Fan.IN, null);
    Stream<Arguments> activations =
        GradientTest.activations().stream()
            .flatMap(
                activation ->
                    Stream.of(
                        Arguments.of(activation, kaiming, 0.0, new NormalizationSpec.None()),
                        Arguments.of(activation, kaiming, 0.5, new NormalizationSpec.None()),
                        Arguments.of(
                            activation,
                            kaiming,
                            0.5,
                            new NormalizationSpec.Batch(null, null, null)),
                        Arguments.of(
                            activation,
                            kaiming,
                            0.5,
                            new NormalizationSpec.Whitening(null, null, null, null))));
    Stream<Arguments> initializers =
        Stream.<Initializer>of(
                new KaimingNormal(Fan.OUT, null),
                new KaimingUniform(Fan.IN, null),
                new XavierNormal(null),
                new XavierUniform(null),
                new LecunNormal(),
                new FanInUniform(),
                new Orthogonal(1.2),
                new Normal(0.0, 0.08),
                new Uniform(-0.1, 0.1))
            .flatMap(
                initializer ->
                    Stream.of(new Activation.Relu(), new Activation.Tanh())
                        .map(
                            activation ->
                                Arguments.of(
                                    activation, initializer, 0.2, new NormalizationSpec.None())));
    return Stream.concat(activations, initializers);
  }

  private static List<LayerReport> before(
      Activation activation,
      Initializer initializer,
      double dropout,
      NormalizationSpec normalization,
      @Nullable Initializer bias,
      long seed) {
    NetworkSpec network =
        new NetworkSpec(
            null,
            WIDTHS,
            PerLayer.of(activation),
            null,
            PerLayer.of(dropout),
            dropout / 2,
            PerLayer.of(normalization),
            PerLayer.of(initializer),
            bias);
    TrainingSpec training =
        new TrainingSpec(1, null, seed, null, null, null, null, null, null, null, null, null, null);
    TrainingPlan plan =
        TrainingPlan.of(network, training, StatisticsSpec.defaults(), INPUTS, CLASSES, ROWS, 0);
    try (var run = new Training(plan, Clusters.of(ROWS, INPUTS, 8, 1, seed), null, THREADS)) {
      return run.advance(1).orElseThrow().layers();
    }
  }

  /** log of measured over expected, averaged over seeds, beside its own deviation. */
  @ParameterizedTest
  @MethodSource("networks")
  void second_moments_are_those_of_variance_propagation(
      Activation activation,
      Initializer initializer,
      double dropout,
      NormalizationSpec normalization) {
    double[] forward = new double[WIDTHS.size() + 1];
    double[] backward = new double[WIDTHS.size() + 1];
    for (int seed = 0; seed < SEEDS; seed++) {
      List<LayerReport> layers =
          before(activation, initializer, dropout, normalization, null, seed);
      for (int i = 0; i < layers.size(); i++) {
        LayerReport layer = layers.get(i);
        double rms = layer.preActivation().rms();
        forward[i] += Math.log(rms * rms / layer.expected().preActivationSecondMoment()) / SEEDS;
        Double gradient = layer.expected().gradientSecondMoment();
        boolean forecast =
            normalization instanceof NormalizationSpec.None || i == layers.size() - 1;
        assertThat(gradient != null).as("gradient of layer %d", i + 1).isEqualTo(forecast);
        if (gradient != null) {
          double measured = layer.gradient().preActivation().rms();
          backward[i] += Math.log(measured * measured / gradient) / SEEDS;
        }
      }
    }
    double forwardVariance = 0;
    for (int i = 0; i < forward.length; i++) {
      forwardVariance += 5.0 / (i < WIDTHS.size() ? WIDTHS.get(i) : CLASSES.size());
      assertThat(forward[i]).as("layer %d", i + 1).isCloseTo(0, within(bound(forwardVariance)));
    }
    double backwardVariance = 5.0 / CLASSES.size();
    for (int i = backward.length - 1; i >= 0; i--) {
      assertThat(backward[i])
          .as("gradient of layer %d", i + 1)
          .isCloseTo(0, within(bound(backwardVariance + forwardVariance)));
      backwardVariance += 5.0 / (i > 0 ? WIDTHS.get(i - 1) : INPUTS);
    }
  }

  private static double bound(double variance) {
    return 3 * Math.sqrt(variance / SEEDS);
  }

  @Test
  void there_is_no_forecast_for_weights_whose_mean_is_not_zero() {
    for (LayerReport layer :
        before(
            new Activation.Relu(),
            new Uniform(0.0, 0.1),
            0,
            new NormalizationSpec.None(),
            null,
            1)) {
      assertThat(layer.expected().preActivationSecondMoment()).isNull();
      assertThat(layer.expected().gradientSecondMoment()).isNull();
    }
  }

  @Test
  void a_bias_adds_its_variance() {
    List<LayerReport> layers =
        before(
            new Activation.Relu(),
            new Zeros(),
            0,
            new NormalizationSpec.None(),
            new Normal(0.0, 0.5),
            1);
    for (LayerReport layer : layers.subList(0, WIDTHS.size())) {
      assertThat(layer.expected().preActivationSecondMoment()).isEqualTo(0.25);
      double rms = layer.preActivation().rms();
      assertThat(rms * rms).isCloseTo(0.25, within(0.25 * 4 * Math.sqrt(2.0 / 150)));
    }
  }

  @Test
  void kept_units_are_binomial() {
    for (LayerReport layer :
        before(
                new Activation.Relu(),
                new KaimingNormal(Fan.IN, null),
                0.3,
                new NormalizationSpec.None(),
                null,
                2)
            .subList(0, WIDTHS.size())) {
      var kept = layer.keptUnits();
      assertThat(kept.expectedMean()).isCloseTo(0.7 * layer.width(), within(1e-9));
      assertThat(kept.expectedVariance()).isCloseTo(0.21 * layer.width(), within(1e-9));
      assertThat(kept.mean())
          .isCloseTo(kept.expectedMean(), within(4 * Math.sqrt(kept.expectedVariance() / ROWS)));
      assertThat(kept.variance())
          .isCloseTo(
              kept.expectedVariance(), within(4 * kept.expectedVariance() * Math.sqrt(2.0 / ROWS)));
      double h = layer.activation().rms();
      assertThat(layer.afterDropout().mean())
          .isCloseTo(layer.activation().mean(), within(4 * h / Math.sqrt(0.7 * ROWS)));
    }
  }

  static Stream<NormalizationSpec> normalizations() {
    return Stream.of(
        new NormalizationSpec.Batch(0.1, null, null),
        new NormalizationSpec.Whitening(0.1, null, 7, null),
        new NormalizationSpec.Whitening(null, null, null, null));
  }

  /** Mean beta and variance gamma^2 (1 - eps S^-1), which is gamma^2 v / (v + eps) for batches. */
  @ParameterizedTest
  @MethodSource("normalizations")
  void outputs_of_normalization_have_the_moments_of_theory(NormalizationSpec normalization) {
    NetworkSpec network =
        new NetworkSpec(
            null,
            List.of(20, 15),
            null,
            null,
            PerLayer.of(0.2),
            null,
            PerLayer.of(normalization),
            null,
            null);
    TrainingSpec training =
        new TrainingSpec(
            4, new BatchSize(50), 3L, null, null, null, null, null, null, null, null, null, null);
    TrainingPlan plan =
        TrainingPlan.of(
            network, training, StatisticsSpec.defaults(), 10, List.of("a", "b", "c"), 150, 0);
    try (var run = new Training(plan, Clusters.of(150, 10, 3, 1, 1), null, THREADS)) {
      while (!run.finished()) {
        run.advance(100).ifPresent(report -> report.layers().subList(0, 2).forEach(this::check));
      }
    }
  }

  private void check(LayerReport layer) {
    NormalizationReport report = layer.normalization();
    assertThat(report.outputMean().mean()).isCloseTo(report.beta().mean(), within(1e-5));
    assertThat(report.outputMean().rms()).isCloseTo(report.beta().rms(), within(1e-5));
    assertThat(report.outputVariance().mean())
        .isCloseTo(report.expectedOutputVariance().mean(), within(1e-4));
    assertThat(report.outputVariance().rms())
        .isCloseTo(report.expectedOutputVariance().rms(), within(1e-4));
    double gamma = report.gamma().rms();
    assertThat(report.expectedOutputVariance().mean()).isLessThan(gamma * gamma);
  }
}
