package io.layerscope.nn.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptUnitsTest {

  /** Within 8 deviations; mpmath, 60 digits, for the double nearest to the written dropout. */
  @ParameterizedTest
  @CsvSource({
    "10, 0.3, 3, 0.0090016919999999981",
    "10, 0.3, 7, 0.266827932",
    "1000, 0.5, 374, 2.9961339883969269e-16",
    "1000, 0.5, 453, 0.00030353498700958768",
    "1000, 0.5, 500, 0.025225018178360802",
    "1000, 0.5, 626, 2.9961339883969269e-16",
    "1000000, 0.1, 897600, 2.0865828844582181e-17",
    "1000000, 0.1, 900000, 0.0013298064808525465",
    "1000000, 0.1, 902400, 1.3521215729960955e-17",
    "10000000, 0.5, 4987351, 3.1970270736495265e-18",
    "10000000, 0.5, 5000000, 0.00025231324589418478",
    "10000000, 0.5, 5007906, 9.3937123616774291e-10",
    "10000000, 1e-9, 9999999, 0.009900498347342677",
    "10000000, 1e-9, 10000000, 0.9900498337442178",
    "10000000, 0.9999997, 3, 0.22404184126166589",
    "10000000, 0.9999997, 17, 1.8076131059132237e-8",
    "10000000, 0.8, 1989881, 3.8496409339061999e-18",
    "10000000, 0.8, 2010119, 4.1584119450805443e-18"
  })
  void binomial_probabilities_are_right_far_from_the_mode(
      int units, double dropout, int k, double p) {
    assertThat(Binomial.kept(units, dropout).probability(k)).isCloseTo(p, within(1e-10 * p));
  }

  @ParameterizedTest
  @CsvSource({
    "3, 1, 0.14936120510359183",
    "3, 17, 1.8076292880902075e-8",
    "1e4, 9200, 2.1647867277382134e-17",
    "1e4, 10800, 1.104640852645208e-16",
    "5e6, 4982111, 2.1750362467934798e-18",
    "5e6, 4997764, 0.00010823202230946215",
    "5e6, 5017889, 2.3391745259792048e-18"
  })
  void poisson_probabilities_are_right_far_from_the_mode(double lambda, int k, double p) {
    assertThat(new Poisson(lambda).probability(k)).isCloseTo(p, within(1e-10 * p));
  }

  @Test
  void ten_units_are_those_of_theory() {
    double[] expected = {
      0.000006, 0.000138, 0.001447, 0.009002, 0.036757, 0.102919, 0.200121, 0.266828, 0.233474,
      0.121061, 0.028248
    };
    for (int k = 0; k <= 10; k++) {
      assertThat(new KeptUnits(10, 0.3).distribution().probability(k))
          .isCloseTo(expected[k], within(5.1e-7));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0.0864089, 5e-8",
    "100, 0.00760697, 5e-9",
    "1000, 0.000751544, 5e-10",
    "10000, 0.0000750640, 5e-11"
  })
  void the_distance_to_the_poisson_limit_is_that_of_theory_and_within_its_bound(
      int units, double totalVariation, double digits) {
    KeptUnits kept = new KeptUnits(units, 1 - 3.0 / units);
    assertThat(kept.totalVariation()).isCloseTo(totalVariation, within(digits));
    assertThat(kept.bound())
        .isCloseTo((1 - Math.exp(-3)) * 3.0 / units, within(1e-12))
        .isGreaterThan(totalVariation);
  }

  @Test
  void all_or_no_units_are_kept_with_certainty() {
    for (int units : new int[] {0, 1, 10_000_000}) {
      assertThat(Binomial.kept(units, 0).probability(units)).isEqualTo(1);
      assertThat(Binomial.kept(units, 1).probability(0)).isEqualTo(1);
    }
    assertThat(Binomial.kept(5, 0).probability(4)).isZero();
    assertThat(Binomial.kept(5, 1).probability(1)).isZero();
    assertThat(Binomial.kept(5, 0.5).probability(6)).isZero();
    assertThat(new KeptUnits(7, 1).totalVariation()).isZero();
    assertThat(new Poisson(0).probability(0)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "10, 0.3", "10000000, 0.5", "10000000, 0.9999999", "1000, 0", "1000, 1"})
  void points_are_few_and_lose_no_mass(int units, double dropout) {
    List<Support.Mass> points = Support.points(Binomial.kept(units, dropout), 200);
    assertThat(points).hasSizeLessThanOrEqualTo(200);
    assertThat(points.stream().mapToDouble(Support.Mass::probability).sum())
        .isCloseTo(1, within(1e-11));
    double mean = points.stream().mapToDouble(m -> m.probability() * (m.k() + m.to()) / 2).sum();
    assertThat(mean).isCloseTo(units * (1 - dropout), within(0.01 + 1e-5 * units));
  }

  @Test
  void a_poisson_number_of_units_is_thinned() {
    Poisson kept = KeptUnits.ofPoissonUnits(10, 0.25);
    assertThat(kept.mean()).isEqualTo(7.5);
    double sum = 0;
    for (int units = 5; units < 100; units++) {
      sum += new Poisson(10).probability(units) * Binomial.kept(units, 0.25).probability(5);
    }
    assertThat(kept.probability(5)).isCloseTo(sum, within(1e-14));
  }

  @Test
  void impossible_probabilities_are_refused() {
    assertThatThrownBy(() -> new KeptUnits(3, -0.1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new KeptUnits(3, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Poisson(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  /** mpmath's regularized gammainc. */
  @Test
  void the_tail_of_chi_square_is_right() {
    assertThat(ChiSquare.upperTail(0.5, 1.2)).isCloseTo(0.121335250358482, within(1e-14));
    assertThat(ChiSquare.upperTail(3, 2)).isCloseTo(0.676676416183063, within(1e-14));
    assertThat(ChiSquare.upperTail(10, 25)).isCloseTo(0.000221476638248784, within(1e-16));
    assertThat(ChiSquare.upperTail(500, 520)).isCloseTo(0.184691149098744, within(1e-12));
    assertThat(ChiSquare.upperTail(0.5, 1e-3)).isCloseTo(0.96432940827032, within(1e-14));
  }

  @Test
  void counts_as_expected_are_likely_and_others_are_not() {
    double[] expected = {1, 10, 30, 40, 15, 3, 1};
    assertThat(ChiSquare.of(expected, expected).pValue()).isEqualTo(1);
    assertThat(ChiSquare.of(expected, expected).degreesOfFreedom()).isEqualTo(3);
    assertThat(ChiSquare.of(new double[] {20, 10, 30, 21, 15, 3, 1}, expected).pValue())
        .isLessThan(1e-4);
    assertThat(ChiSquare.of(new double[] {2}, new double[] {2}).pValue()).isEqualTo(1);
  }
}
