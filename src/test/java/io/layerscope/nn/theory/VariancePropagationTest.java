package io.layerscope.nn.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VariancePropagationTest {

  private static final DoubleUnaryOperator RELU = x -> Math.max(0, x);
  private static final DoubleUnaryOperator STEP = x -> x > 0 ? 1 : 0;
  private static final DoubleUnaryOperator SIGMOID = x -> 1 / (1 + Math.exp(-x));
  private static final DoubleUnaryOperator TANH_SLOPE = x -> 1 - Math.tanh(x) * Math.tanh(x);

  private static List<PropagatedLayer> layers(
      int count,
      double weights,
      DoubleUnaryOperator activation,
      double dropout,
      @Nullable Double normalized) {
    List<PropagatedLayer> layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      layers.add(
          new PropagatedLayer(
              1, 1, weights, 0, i == 0 ? 0 : dropout, activation, STEP, normalized));
    }
    return layers;
  }

  /** q_0 = 1 is E[z^2] of a first layer; then six more. */
  private static double[] table(double weights, DoubleUnaryOperator activation) {
    List<PropagatedLayer> layers = layers(7, weights, activation, 0, null);
    return new VariancePropagation(layers).forward(1 / weights);
  }

  @Test
  void second_moments_are_those_of_the_table() {
    assertTable(1, RELU, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625);
    assertTable(2, RELU, 1, 1, 1, 1, 1, 1);
    assertTable(1, Math::tanh, 0.394294, 0.236450, 0.166656, 0.127905, 0.103441, 0.086666);
    assertTable(2, Math::tanh, 0.788589, 0.703060, 0.662562, 0.641922, 0.631001, 0.625108);
    assertTable(1, SIGMOID, 0.293379, 0.266092, 0.264756, 0.264690, 0.264687, 0.264687);
  }

  private static void assertTable(
      double weights, DoubleUnaryOperator activation, double... expected) {
    double[] q = table(weights, activation);
    assertThat(q[0]).isCloseTo(1, within(1e-15));
    for (int i = 0; i < expected.length; i++) {
      assertThat(q[i + 1]).as("layer %d", i + 1).isCloseTo(expected[i], within(5.1e-7));
    }
  }

  @Test
  void dropout_raises_the_second_moment_by_one_over_the_kept_part() {
    double[] q = new VariancePropagation(layers(4, 2, RELU, 0.2, null)).forward(0.5);
    assertThat(q).containsExactly(new double[] {1, 1.25, 1.5625, 1.953125}, within(1e-9));
  }

  @Test
  void bias_variance_is_added() {
    PropagatedLayer layer = new PropagatedLayer(100, 10, 0.01, 0.3, 0.5, RELU, STEP, null);
    assertThat(new VariancePropagation(List.of(layer)).forward(2)[0]).isCloseTo(4.3, within(1e-12));
  }

  @Test
  void after_normalization_the_activation_sees_gamma_and_beta_and_nothing_is_forecast_below() {
    VariancePropagation propagation = new VariancePropagation(layers(3, 1, RELU, 0, 4.0));
    double[] q = propagation.forward(9);
    assertThat(q).containsExactly(new double[] {9, 2, 2}, within(1e-9));
    double[] gradients = propagation.backward(q, 1e-3);
    assertThat(gradients).containsExactly(Double.NaN, Double.NaN, 1e-3);
  }

  @Test
  void kaiming_with_fan_out_keeps_gradients_and_xavier_halves_their_second_moment() {
    double[] kaiming = gradients(2.0 / 50, 0);
    double[] xavier = gradients(1.0 / 50, 0);
    double[] dropped = gradients(2.0 / 50, 0.5);
    assertThat(kaiming).containsExactly(new double[] {1, 1, 1}, within(1e-9));
    assertThat(xavier).containsExactly(new double[] {0.25, 0.5, 1}, within(1e-9));
    assertThat(dropped).containsExactly(new double[] {4, 2, 1}, within(1e-9));
  }

  private static double[] gradients(double weights, double dropout) {
    List<PropagatedLayer> layers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      layers.add(new PropagatedLayer(50, 50, weights, 0, dropout, RELU, STEP, null));
    }
    VariancePropagation propagation = new VariancePropagation(layers);
    return propagation.backward(propagation.forward(1), 1);
  }

  @Test
  void gradients_see_the_slope_at_the_forward_moments() {
    PropagatedLayer layer = new PropagatedLayer(1, 1, 1, 0, 0, Math::tanh, TANH_SLOPE, null);
    VariancePropagation propagation = new VariancePropagation(List.of(layer, layer));
    double[] q = propagation.forward(4);
    double expected = GaussianExpectation.ofSquare(TANH_SLOPE, 2);
    assertThat(propagation.backward(q, 3)[0]).isCloseTo(3 * expected, within(1e-12));
  }

  @Test
  void the_band_of_relu_widens_by_five_over_the_width_in_each_layer() {
    List<PropagatedLayer> layers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      layers.add(new PropagatedLayer(256, 256, 2.0 / 256, 0, 0, RELU, STEP, null));
    }
    VariancePropagation propagation = new VariancePropagation(layers);
    double[] band = propagation.band(propagation.forward(1));
    for (int i = 1; i <= 30; i++) {
      double expected = Math.exp(2 * Math.sqrt(5 * i / 256.0));
      assertThat(band[i - 1]).isCloseTo(expected, within(1e-9 * expected));
    }
  }

  @Test
  void a_saturating_function_damps_what_the_layers_below_have_added() {
    List<PropagatedLayer> layers = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      layers.add(new PropagatedLayer(100, 100, 25.0 / 9 / 100, 0, 0, Math::tanh, TANH_SLOPE, null));
    }
    VariancePropagation propagation = new VariancePropagation(layers);
    double[] band = propagation.band(propagation.forward(1));
    assertThat(band[0]).isCloseTo(Math.exp(2 * Math.sqrt(0.02)), within(1e-12));
    assertThat(band[29]).isBetween(band[0], 1.1 * band[0]);
  }

  /** Networks of one row each, in plain loops: 95 of 100 should lie in the band. */
  @Test
  void networks_scatter_as_the_band_tells() {
    int width = 40;
    int depth = 6;
    List<PropagatedLayer> layers = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      layers.add(new PropagatedLayer(width, width, 2.0 / width, 0, 0, RELU, STEP, null));
    }
    VariancePropagation propagation = new VariancePropagation(layers);
    double[] q = propagation.forward(1);
    double factor = propagation.band(q)[depth - 1];
    SplittableRandom random = new SplittableRandom(5);
    int inside = 0;
    for (int network = 0; network < 400; network++) {
      double[] h = new double[width];
      java.util.Arrays.fill(h, 1);
      double moment = 0;
      for (int layer = 0; layer < depth; layer++) {
        double[] next = new double[width];
        moment = 0;
        for (int unit = 0; unit < width; unit++) {
          for (int input = 0; input < width; input++) {
            next[unit] += Math.sqrt(2.0 / width) * random.nextGaussian() * h[input];
          }
          moment += next[unit] * next[unit] / width;
          next[unit] = Math.max(0, next[unit]);
        }
        h = next;
      }
      inside += moment > q[depth - 1] / factor && moment < q[depth - 1] * factor ? 1 : 0;
    }
    assertThat(inside).isBetween(350, 399);
  }
}
