package io.layerscope.nn.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DropoutMomentsTest {

  @ParameterizedTest
  @CsvSource({"0, 0.340845", "0.1, 0.396401", "0.2, 0.465845", "0.5, 0.840845", "0.8, 2.340845"})
  void relu_has_the_moments_of_the_table(double dropout, double variance) {
    DropoutMoments moments = DropoutMoments.of(z -> Math.max(0, z), dropout, true);
    assertThat(moments.before().mean()).isCloseTo(0.398942, within(5e-7));
    assertThat(moments.before().variance()).isCloseTo(0.340845, within(5e-7));
    assertThat(moments.after().mean()).isCloseTo(1 / Math.sqrt(2 * Math.PI), within(1e-12));
    assertThat(moments.after().variance()).isCloseTo(variance, within(5.1e-7));
    assertThat(moments.after().variance())
        .isCloseTo(0.5 / (1 - dropout) - 0.5 / Math.PI, within(1e-12));
  }

  @Test
  void without_the_factor_the_next_layer_sees_a_smaller_mean() {
    DropoutMoments moments = DropoutMoments.of(z -> Math.max(0, z), 0.8, false);
    assertThat(moments.after().mean()).isCloseTo(0.2 / Math.sqrt(2 * Math.PI), within(1e-12));
    assertThat(moments.after().variance())
        .isCloseTo(0.2 * 0.5 - 0.04 / (2 * Math.PI), within(1e-12));
  }

  @Test
  void samples_lie_within_four_standard_errors() {
    DropoutMoments theory = DropoutMoments.of(Math::tanh, 0.3, true);
    SplittableRandom random = new SplittableRandom(11);
    int n = 200_000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double h = random.nextDouble() < 0.3 ? 0 : Math.tanh(random.nextGaussian()) / 0.7;
      sum += h;
      squares += h * h;
    }
    double mean = sum / n;
    assertThat(mean).isCloseTo(theory.after().mean(), within(4 * theory.after().meanError(n)));
    assertThat(squares / n - mean * mean)
        .isCloseTo(theory.after().variance(), within(4 * theory.after().varianceError(n)));
  }

  @Test
  void a_gaussians_variance_scatters_by_the_root_of_two_over_n() {
    DropoutMoments.Moments gaussian = DropoutMoments.of(z -> z, 0, true).before();
    assertThat(gaussian.fourth()).isCloseTo(3, within(1e-12));
    assertThat(gaussian.meanError(100)).isCloseTo(0.1, within(1e-12));
    // (n - 1) / n of chi-square's variance 2 (n - 1) / n^2, and the bias 1 / n, squared
    assertThat(gaussian.varianceError(200)).isCloseTo(Math.sqrt(399) / 200, within(1e-12));
  }

  @Test
  void the_variance_of_coins_scatters_although_its_first_order_vanishes() {
    DropoutMoments.Moments coin = new DropoutMoments.Moments(0.5, 0.25, 0.0625);
    int n = 6;
    double squares = 0;
    for (int flips = 0; flips < 1 << n; flips++) {
      double mean = Integer.bitCount(flips) / (double) n;
      double error = mean * (1 - mean) - 0.25;
      squares += error * error / (1 << n);
    }
    assertThat(coin.varianceError(n)).isCloseTo(Math.sqrt(squares), within(1e-15));
    assertThat(coin.varianceError(1)).isEqualTo(0.25);
  }
}
