package io.layerscope.nn.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.kernel.Curve;
import io.layerscope.nn.array.kernel.Kernels;
import io.layerscope.nn.bounds.OutOfBounds;
import io.layerscope.nn.theory.GaussianExpectation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationTest {

  private static final int POINTS = 4001;
  private static final double REACH = 10;

  static Stream<Activation> all() {
    return Stream.of(
        new Activation.Relu(),
        new Activation.LeakyRelu(null),
        new Activation.LeakyRelu(0.3),
        new Activation.Elu(null),
        new Activation.Elu(1.7),
        new Activation.Gelu(),
        new Activation.Tanh(),
        new Activation.Sigmoid(),
        new Activation.Softsign(),
        new Activation.Identity());
  }

  @Test
  void every_kind_and_every_curve_is_tested() {
    Set<Class<?>> tested = all().map(Object::getClass).collect(Collectors.toSet());
    assertThat(tested).containsExactlyInAnyOrder(Activation.class.getPermittedSubclasses());
    Set<Curve> curves = all().map(Activation::curve).collect(Collectors.toSet());
    assertThat(curves).isEqualTo(EnumSet.allOf(Curve.class));
  }

  @ParameterizedTest
  @MethodSource("all")
  void the_derivative_is_the_one_of_the_value(Activation activation) {
    double h = 1e-5;
    for (int i = 0; i < POINTS; i++) {
      double z = point(i);
      if (Math.abs(z) < 2 * h) {
        continue;
      }
      double central = (activation.value(z + h) - activation.value(z - h)) / (2 * h);
      assertThat(activation.derivative(z)).as("at %s", z).isCloseTo(central, within(1e-9));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void at_a_kink_the_derivative_is_the_one_from_below(Activation activation) {
    double h = 1e-7;
    double below = (activation.value(0) - activation.value(-h)) / h;
    assertThat(activation.derivative(0)).isCloseTo(below, within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("all")
  void kernels_compute_the_same_function_and_derivative(Activation activation) {
    float parameter = (float) activation.parameter();
    for (Kernels kernels : List.of(Kernels.scalar(), Kernels.vector())) {
      try (Matrix y = Matrix.zeros(1, POINTS);
          Matrix h = Matrix.zeros(1, POINTS);
          Matrix d = Matrix.zeros(1, POINTS)) {
        for (int i = 0; i < POINTS; i++) {
          y.set(0, i, (float) point(i));
        }
        d.fill(1);
        kernels
            .elements()
            .activate(activation.curve(), parameter, y.address(), h.address(), POINTS);
        kernels.elements().slope(activation.curve(), parameter, y.address(), d.address(), POINTS);
        for (int i = 0; i < POINTS; i++) {
          double z = y.get(0, i);
          double value = activation.value(z);
          assertThat((double) h.get(0, i))
              .as("value at %s", z)
              .isCloseTo(value, within(2e-6 * Math.abs(value) + 5e-7));
          assertThat((double) d.get(0, i))
              .as("derivative at %s", z)
              .isCloseTo(activation.derivative(z), within(2e-6));
        }
      }
    }
  }

  /** The functions whose gain is 1 / sqrt(E[sigma(g)^2]) and not a convention. */
  @ParameterizedTest
  @MethodSource("all")
  void gains_keep_the_second_moment(Activation activation) {
    if (activation instanceof Activation.Tanh || activation instanceof Activation.Sigmoid) {
      return;
    }
    double moment = GaussianExpectation.ofSquare(activation::value, 1);
    assertThat(activation.gain()).isCloseTo(1 / Math.sqrt(moment), within(1e-6));
  }

  @Test
  void conventional_gains_are_the_usual_ones() {
    assertThat(new Activation.Tanh().gain()).isEqualTo(5.0 / 3);
    assertThat(new Activation.Sigmoid().gain()).isEqualTo(1);
    assertThat(new Activation.Identity().gain()).isEqualTo(1);
    assertThat(new Activation.Relu().gain()).isEqualTo(Math.sqrt(2));
    assertThat(new Activation.Elu(null).gain()).isCloseTo(1.245198, within(1e-6));
    assertThat(new Activation.Gelu().gain()).isCloseTo(1.533530, within(1e-6));
    assertThat(new Activation.Softsign().gain()).isCloseTo(2.337533, within(1e-6));
  }

  /** Phi, from tables of 15 digits (Abramowitz and Stegun 26.1; tails by mpmath). */
  @ParameterizedTest
  @CsvSource({
    "0, 0.5",
    "1, 0.841344746068543",
    "-1, 0.158655253931457",
    "2, 0.977249868051821",
    "-3, 1.349898031630095e-3",
    "-6, 9.865876450376946e-10",
    "-10, 7.619853024160527e-24"
  })
  void the_normal_distribution_is_right_also_in_its_tail(double x, double expected) {
    assertThat(Normal.distribution(x)).isCloseTo(expected, within(1e-12 * expected));
  }

  @Test
  void parameters_out_of_bounds_are_refused_by_name() {
    assertThatThrownBy(() -> new Activation.LeakyRelu(1.5))
        .isInstanceOfSatisfying(
            OutOfBounds.class, e -> assertThat(e.field()).isEqualTo("negativeSlope"));
    assertThatThrownBy(() -> new Activation.Elu(-1.0))
        .isInstanceOfSatisfying(OutOfBounds.class, e -> assertThat(e.field()).isEqualTo("alpha"));
  }

  private static double point(int i) {
    return REACH * (2.0 * i / (POINTS - 1) - 1);
  }
}
