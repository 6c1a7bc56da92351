package io.layerscope.nn.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuantilesTest {

  @Test
  void each_value_has_its_share_of_the_unit_interval() {
    Quantiles quantiles = Quantiles.of(Binomial.kept(2, 0.3));
    assertThat(quantiles.at(0)).isZero();
    assertThat(quantiles.at(0.0899)).isZero();
    assertThat(quantiles.at(0.0901)).isEqualTo(1);
    assertThat(quantiles.at(0.5099)).isEqualTo(1);
    assertThat(quantiles.at(0.5101)).isEqualTo(2);
    assertThat(quantiles.at(Math.nextDown(1.0))).isEqualTo(2);
  }

  @Test
  void evenly_spread_draws_have_the_mean_and_the_variance() {
    for (double lambda : new double[] {0.01, 3, 1e7}) {
      Quantiles quantiles = Quantiles.of(new Poisson(lambda));
      int n = 100_000;
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < n; i++) {
        double d = quantiles.at((i + 0.5) / n) - lambda;
        sum += d;
        squares += d * d;
      }
      assertThat(sum / n).isCloseTo(0, within(1e-3 * Math.sqrt(lambda)));
      assertThat(squares / n).isCloseTo(lambda, within(1e-2 * lambda));
    }
  }

  /** By the sum over all values. */
  @Test
  void fourth_moments_are_those_of_the_distribution() {
    for (Distribution distribution :
        new Distribution[] {Binomial.kept(9, 0.2), Binomial.kept(1, 0.5), new Poisson(4.5)}) {
      double fourth = 0;
      for (int k = 0; k < 100; k++) {
        fourth += distribution.probability(k) * Math.pow(k - distribution.mean(), 4);
      }
      assertThat(distribution.fourthMoment()).isCloseTo(fourth, within(1e-10 * fourth));
    }
  }
}
