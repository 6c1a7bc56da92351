package io.layerscope.nn.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class GaussianExpectationTest {

  @Test
  void polynomials_and_kinks_are_exact() {
    assertThat(GaussianExpectation.of(x -> 1, 1)).isCloseTo(1, within(1e-14));
    assertThat(GaussianExpectation.of(x -> x, 5)).isCloseTo(0, within(1e-14));
    assertThat(GaussianExpectation.of(x -> x * x * x * x, 1)).isCloseTo(3, within(1e-12));
    assertThat(GaussianExpectation.of(x -> Math.max(0, x), 1))
        .isCloseTo(1 / Math.sqrt(2 * Math.PI), within(1e-14));
    assertThat(GaussianExpectation.ofSquare(x -> x > 0 ? x : 0.01 * x, 1))
        .isCloseTo(0.50005, within(1e-14));
  }

  @Test
  void a_saturating_function_is_resolved_at_any_scale() {
    assertThat(GaussianExpectation.ofSquare(Math::tanh, 1e-6)).isCloseTo(1e-12, within(1e-20));
    // 1 - tanh^2 integrates to 2, so that E[1 - tanh(s g)^2] = 2 / (s sqrt(2 pi)) for large s.
    double scale = 1e5;
    double outside = 1 - GaussianExpectation.ofSquare(Math::tanh, scale);
    assertThat(outside * scale).isCloseTo(2 / Math.sqrt(2 * Math.PI), within(1e-7));
  }

  @Test
  void gains_of_activations_without_a_closed_form_are_those_of_theory() {
    assertThat(gain(x -> x * normalCdf(x))).isCloseTo(1.533530, within(5e-7));
    assertThat(gain(x -> x > 0 ? x : Math.expm1(x))).isCloseTo(1.245198, within(5e-7));
    assertThat(gain(x -> x / (1 + Math.abs(x)))).isCloseTo(2.337533, within(5e-7));
  }

  private static double gain(DoubleUnaryOperator activation) {
    return 1 / Math.sqrt(GaussianExpectation.ofSquare(activation, 1));
  }

  /** 1/2 + phi(x) (x + x^3/3 + x^5/(3 5) + ...). */
  private static double normalCdf(double x) {
    double sum = x;
    double term = x;
    for (int odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
      term *= x * x / odd;
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
