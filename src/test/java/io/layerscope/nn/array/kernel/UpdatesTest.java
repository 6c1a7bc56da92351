package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.Twins.agree;
import static io.layerscope.nn.array.kernel.Twins.gaussians;
import static io.layerscope.nn.array.kernel.Twins.positive;
import static io.layerscope.nn.array.kernel.Twins.sizes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpdatesTest {

  /** A handful of roundings, each 6e-8, with a division and a root. */
  private static final double RELATIVE = 1e-6;

  /** Where a step almost cancels a weight. */
  private static final double ABSOLUTE = 3e-7;

  enum Rule {
    DESCEND,
    MOMENTUM,
    NESTEROV,
    ADAM,
    RMS_PROP,
    ADA_GRAD,
    ADA_DELTA;

    double run(Updates updates, Guarded[] a, int n, Rates rates) {
      long w = a[0].address();
      long g = a[1].address();
      long first = a[2].address();
      long second = a[3].address();
      rates.nesterov = this == NESTEROV;
      return switch (this) {
        case DESCEND -> updates.descend(w, g, n, rates);
        case MOMENTUM, NESTEROV -> updates.momentum(w, g, first, n, rates);
        case ADAM -> updates.adam(w, g, first, second, n, rates);
        case RMS_PROP -> updates.rmsProp(w, g, second, n, rates);
        case ADA_GRAD -> updates.adaGrad(w, g, second, n, rates);
        case ADA_DELTA -> updates.adaDelta(w, g, second, first, n, rates);
      };
    }
  }

  /** Without and with clipping, penalties and decay. */
  private static List<Rates> rates() {
    List<Rates> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Rates rates = new Rates();
      rates.rate = 0.05f;
      rates.first = 0.9f;
      rates.second = 0.99f;
      rates.epsilon = 1e-6f;
      rates.clip = i >= 2 ? 0.37f : 1;
      rates.l2 = i % 2 == 1 ? 0.02f : 0;
      rates.l1 = i >= 1 ? 0.03f : 0;
      rates.correction = 1 + 0.1f * i;
      rates.shrink = 1 - 0.01f * i;
      all.add(rates);
    }
    return all;
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void twins_agree_at_every_size(Rule rule) {
    for (Rates rates : rates()) {
      sizes()
          .forEach(
              n -> {
                float[] weights = gaussians(n, 1);
                // The sign of zero is zero, and an L1 penalty leaves it alone.
                weights[n / 2] = 0;
                agree(
                    n > 1000 ? 4e-6 : RELATIVE,
                    ABSOLUTE,
                    (kernels, a) -> rule.run(kernels.updates(), a, n, rates),
                    weights,
                    gaussians(n, 2),
                    positive(n, 3),
                    positive(n, 4));
              });
    }
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void twins_agree_on_gradients_that_are_zero_tiny_or_not_finite(Rule rule) {
    for (Rates rates : rates()) {
      for (int n = 1; n <= 67; n++) {
        float[] gradients = gaussians(n, n);
        float[] special = {Float.NaN, Float.POSITIVE_INFINITY, 0, 3e-39f, Float.MIN_VALUE, -1e-30f};
        for (int i = 0; i < n; i += 3) {
          gradients[i] = special[i / 3 % special.length];
        }
        int count = n;
        agree(
            RELATIVE,
            ABSOLUTE,
            (kernels, a) -> rule.run(kernels.updates(), a, count, rates),
            gaussians(n, 1),
            gradients,
            new float[n],
            new float[n]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void gradients_are_left_alone_and_their_squares_returned(Rule rule) {
    Rates rates = rates().getLast();
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
      float[] gradients = gaussians(100, 2);
      Guarded[] arrays = {
        Guarded.of(gaussians(100, 1)),
        Guarded.of(gradients),
        Guarded.zeros(100),
        Guarded.of(positive(100, 3))
      };
      double squares = rule.run(kernels.updates(), arrays, 100, rates);
      assertThat(arrays[1].values()).isEqualTo(gradients);
      double expected = 0;
      for (float gradient : gradients) {
        expected += (double) gradient * gradient;
      }
      assertThat(squares)
          .isCloseTo(expected, org.assertj.core.data.Percentage.withPercentage(1e-4));
    }
  }

  @ParameterizedTest
  @EnumSource(Rule.class)
  void states_of_a_unit_without_gradient_end_at_zero_and_not_below_the_normal_numbers(Rule rule) {
    Rates rates = rates().getFirst();
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
      for (float gradient : new float[] {0, 1e-19f, -3e-39f}) {
        Guarded[] arrays = {
          Guarded.of(1, -1, 0.5f),
          Guarded.of(gradient, gradient, gradient),
          Guarded.of(1e-37f, 2e-38f, 0),
          Guarded.of(1e-37f, 2e-38f, 0)
        };
        for (int step = 0; step < 50; step++) {
          rule.run(kernels.updates(), arrays, 3, rates);
          for (int state = 2; state < 4; state++) {
            for (float value : arrays[state].values()) {
              assertThat(value == 0 || Math.abs(value) >= Float.MIN_NORMAL).isTrue();
            }
          }
        }
      }
    }
  }

  @Test
  void without_momentum_a_step_is_minus_the_rate_times_the_gradient() {
    Rates rates = new Rates();
    rates.rate = 0.5f;
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
      Guarded w = Guarded.of(1, 2, 3);
      Guarded g = Guarded.of(2, 0, -4);
      assertThat(kernels.updates().descend(w.address(), g.address(), 3, rates)).isEqualTo(20);
      assertThat(w.values()).containsExactly(0, 2, 5);
    }
  }
}
