package io.layerscope.nn.theory.normalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NormalizationMomentsTest {

  private static final int ROWS = 12;
  private static final int UNITS = 5;
  private static final double[] GAMMA = {1, -0.5, 2, 0.1, 3};
  private static final double[] BETA = {0, 1, -1, 0.5, 2};

  private final Batch y = correlated(1);
  private final Batch upstream = correlated(2);

  private static Batch correlated(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Batch batch = Batch.zeros(ROWS, UNITS);
    for (int row = 0; row < ROWS; row++) {
      double shared = random.nextGaussian();
      for (int unit = 0; unit < UNITS; unit++) {
        batch.set(row, unit, 3 * unit + shared + (1 + unit) * random.nextGaussian());
      }
    }
    return batch;
  }

  @Test
  void the_output_has_mean_beta_and_variance_gamma_squared_v_over_v_plus_epsilon() {
    double epsilon = 0.1;
    BatchNormalizationMoments moments = BatchNormalizationMoments.of(y, epsilon);
    Batch output = moments.output(GAMMA, BETA);
    for (int unit = 0; unit < UNITS; unit++) {
      double v = moments.variance()[unit];
      assertThat(output.means()[unit]).isCloseTo(BETA[unit], within(1e-13));
      assertThat(output.variances()[unit])
          .isCloseTo(GAMMA[unit] * GAMMA[unit] * v / (v + epsilon), within(1e-12));
      assertThat(moments.amplification()[unit])
          .isCloseTo(1 / Math.sqrt(v + epsilon), within(1e-12));
    }
  }

  @Test
  void gradients_are_those_of_the_one_pass_form_and_sum_to_zero() {
    BatchNormalizationMoments moments = BatchNormalizationMoments.of(y, 0);
    NormalizationGradients gradients = moments.gradients(GAMMA, upstream);
    for (int row = 0; row < ROWS; row++) {
      for (int unit = 0; unit < UNITS; unit++) {
        double expected =
            GAMMA[unit]
                * moments.amplification()[unit]
                * (upstream.get(row, unit)
                    - gradients.beta()[unit] / ROWS
                    - moments.standardized().get(row, unit) * gradients.gamma()[unit] / ROWS);
        assertThat(gradients.y().get(row, unit)).isCloseTo(expected, within(1e-12));
      }
    }
    assertThat(gradients.y().sums()).containsExactly(new double[UNITS], within(1e-12));
    // Only for eps = 0: the batch's scale does not change its normalized values.
    assertThat(gradients.y().times(moments.standardized()).sums())
        .containsExactly(new double[UNITS], within(1e-11));
  }

  @Test
  void every_derivative_agrees_with_central_differences() {
    assertThat(error(new Normalization.PerUnit(1e-5), y)).isLessThan(1e-6);
    assertThat(error(new Normalization.Whitened(1e-5, UNITS), y)).isLessThan(1e-6);
    assertThat(error(new Normalization.Whitened(1e-3, 2), y)).isLessThan(1e-6);
  }

  private double error(Normalization normalization, Batch batch) {
    double[] before = batch.values().clone();
    NormalizationCheck.Errors errors =
        new NormalizationCheck(normalization, upstream).errors(batch, GAMMA);
    assertThat(batch.values()).isEqualTo(before);
    assertThat(errors.elements()).isEqualTo(errors.of()).isEqualTo(4 * UNITS + ROWS * UNITS);
    return errors.greatest();
  }

  @Test
  void derivatives_by_the_mean_and_the_variance_are_those_of_the_paper() {
    double epsilon = 0.01;
    BatchNormalizationMoments moments = BatchNormalizationMoments.of(y, epsilon);
    NormalizationGradients gradients = moments.gradients(GAMMA, upstream);
    for (int unit = 0; unit < UNITS; unit++) {
      double h = 1e-5;
      double v = moments.variance()[unit];
      double byVariance =
          (lossAt(moments, unit, v + epsilon + h, 0) - lossAt(moments, unit, v + epsilon - h, 0))
              / 2
              / h;
      double byMean =
          (lossAt(moments, unit, v + epsilon, h) - lossAt(moments, unit, v + epsilon, -h)) / 2 / h;
      assertThat(gradients.variance()[unit])
          .isCloseTo(byVariance, within(1e-7 * (1 + Math.abs(byVariance))));
      assertThat(gradients.mean()[unit]).isCloseTo(byMean, within(1e-7 * (1 + Math.abs(byMean))));
    }
  }

  /** The loss with one unit's variance replaced and its mean moved, the other moment held. */
  private double lossAt(
      BatchNormalizationMoments moments, int unit, double varianceAndEpsilon, double shift) {
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      double normalized =
          (moments.centered().get(row, unit) - shift) / Math.sqrt(varianceAndEpsilon);
      sum += upstream.get(row, unit) * GAMMA[unit] * normalized;
    }
    return sum;
  }

  @Test
  void a_constant_column_gives_beta_and_finite_gradients() {
    for (int row = 0; row < ROWS; row++) {
      y.set(row, 1, 7);
    }
    Batch output = BatchNormalizationMoments.of(y, 1e-5).output(GAMMA, BETA);
    Batch whitened = WhiteningMoments.of(y, 1e-5, UNITS).output(GAMMA, BETA);
    for (int row = 0; row < ROWS; row++) {
      assertThat(output.get(row, 1)).isEqualTo(BETA[1]);
      assertThat(whitened.get(row, 1)).isCloseTo(BETA[1], within(1e-9));
    }
    assertThat(error(new Normalization.PerUnit(1e-5), y)).isLessThan(1e-5);
    assertThat(error(new Normalization.Whitened(1e-5, UNITS), y)).isLessThan(1e-5);
    assertThat(BatchNormalizationMoments.of(y, 0).amplification()[1]).isInfinite();
  }

  @Test
  void the_covariance_of_the_whitened_batch_is_the_identity_less_epsilon_over_s() {
    double epsilon = 0.5;
    WhiteningMoments moments = WhiteningMoments.of(y, epsilon, UNITS);
    double[] covariance = moments.standardized().covariance();
    double[] s = y.covariance();
    for (int i = 0; i < UNITS; i++) {
      s[i * UNITS + i] += epsilon;
    }
    for (int i = 0; i < UNITS; i++) {
      for (int j = 0; j < UNITS; j++) {
        // (I - covariance) S = eps I
        double product = 0;
        for (int k = 0; k < UNITS; k++) {
          product += ((i == k ? 1 : 0) - covariance[i * UNITS + k]) * s[k * UNITS + j];
        }
        assertThat(product).isCloseTo(i == j ? epsilon : 0, within(1e-11));
      }
    }
    assertThat(WhiteningMoments.of(y, 0, UNITS).standardized().offDiagonalCorrelation())
        .isLessThan(1e-10);
    assertThat(y.offDiagonalCorrelation()).isGreaterThan(0.1);
  }

  @Test
  void groups_of_one_column_are_batch_normalization() {
    BatchNormalizationMoments batch = BatchNormalizationMoments.of(y, 1e-3);
    WhiteningMoments whitening = WhiteningMoments.of(y, 1e-3, 1);
    assertThat(whitening.standardized().values())
        .containsExactly(batch.standardized().values(), within(1e-12));
    assertThat(whitening.amplification()).containsExactly(batch.amplification(), within(1e-12));
    NormalizationGradients expected = batch.gradients(GAMMA, upstream);
    NormalizationGradients gradients = whitening.gradients(GAMMA, upstream);
    assertThat(gradients.y().values()).containsExactly(expected.y().values(), within(1e-11));
    assertThat(gradients.gamma()).containsExactly(expected.gamma(), within(1e-11));
    assertThat(gradients.mean()).containsExactly(expected.mean(), within(1e-11));
    assertThat(gradients.variance()).containsExactly(expected.variance(), within(1e-11));
  }

  @Test
  void equal_eigenvalues_have_finite_and_right_gradients() {
    // Columns of a Hadamard matrix are orthogonal and of equal length: S is a multiple of I.
    Batch hadamard = Batch.zeros(8, 3);
    for (int row = 0; row < 8; row++) {
      for (int unit = 0; unit < 3; unit++) {
        hadamard.set(row, unit, (row >> unit & 1) == 0 ? 1 : -1);
      }
    }
    SplittableRandom random = new SplittableRandom(4);
    Batch up = Batch.zeros(8, 3);
    for (int i = 0; i < up.values().length; i++) {
      up.values()[i] = random.nextGaussian();
    }
    NormalizationCheck check = new NormalizationCheck(new Normalization.Whitened(1e-5, 3), up);
    double[] gamma = {1, 2, 3};
    assertThat(WhiteningMoments.of(hadamard, 0, 3).amplification())
        .containsExactly(new double[] {1, 1, 1}, within(1e-12));
    assertThat(check.errors(hadamard, gamma).greatest()).isLessThan(1e-6);
  }

  @Test
  void derivatives_that_are_zero_are_no_error() {
    Batch ones = Batch.zeros(ROWS, UNITS).affine(new double[UNITS], new double[] {1, 1, 1, 1, 1});
    for (Normalization normalization :
        new Normalization[] {
          new Normalization.PerUnit(0), new Normalization.Whitened(1e-5, UNITS)
        }) {
      NormalizationCheck.Errors errors =
          new NormalizationCheck(normalization, ones).errors(y, GAMMA);
      assertThat(errors.greatest()).isLessThan(1e-6);
    }
  }

  @Test
  void the_covariance_in_closed_form_is_that_of_the_normalized_batch() {
    for (Normalization normalization :
        new Normalization[] {
          new Normalization.PerUnit(0.3), new Normalization.Whitened(0.3, UNITS)
        }) {
      NormalizationMoments moments = normalization.of(y);
      assertThat(moments.covariance())
          .containsExactly(moments.standardized().covariance(), within(1e-12));
    }
    double[] grouped = new Normalization.Whitened(0.3, 2).of(y).covariance();
    assertThat(grouped[1]).isFinite();
    assertThat(grouped[2]).isNaN();
  }

  @Test
  void a_constant_column_has_its_value_as_its_mean() {
    Batch batch = new Batch(3, 1, new double[] {0.1, 0.1, 0.1});
    assertThat(batch.means()).containsExactly(0.1);
    assertThat(batch.variances()).containsExactly(0);
  }

  @Test
  void upstream_through_relu_counts_where_the_output_is_positive() {
    Batch output = new Batch(1, 3, new double[] {1, 0, -1});
    Batch through = new Batch(1, 3, new double[] {5, 6, 7}).wherePositive(output);
    assertThat(through.values()).containsExactly(5, 0, 0);
  }

  @Test
  void moments_of_a_batch_are_divided_by_its_rows() {
    Batch batch = new Batch(2, 2, new double[] {1, 10, 3, 10});
    assertThat(batch.means()).containsExactly(2, 10);
    assertThat(batch.variances()).containsExactly(1, 0);
    assertThat(Arrays.stream(batch.covariance()).toArray()).containsExactly(1, 0, 0, 0);
    assertThat(batch.offDiagonalCorrelation()).isZero();
  }
}
