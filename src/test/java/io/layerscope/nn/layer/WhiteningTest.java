package io.layerscope.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.nn.theory.normalization.Batch;
import io.layerscope.nn.theory.normalization.NormalizationGradients;
import io.layerscope.nn.theory.normalization.WhiteningMoments;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whitening in float32 against the same in double, whose derivatives agree with differences. */
class WhiteningTest {

  private static NormalizationSpec.Whitening whitening(double epsilon, int groupSize) {
    return new NormalizationSpec.Whitening(epsilon, 0.25, groupSize, null);
  }

  /** Columns of very different spread that share a signal, rounded to float32. */
  private static Batch correlated(int rows, int units, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = new double[rows * units];
    for (int row = 0; row < rows; row++) {
      double shared = random.nextGaussian();
      for (int unit = 0; unit < units; unit++) {
        values[row * units + unit] =
            (float) (unit % 9 - 2 + shared + (0.1 + unit % 3) * random.nextGaussian());
      }
    }
    return new Batch(rows, units, values);
  }

  /** Orthogonal columns of equal length: every eigenvalue of their covariance is 1. */
  private static Batch hadamard() {
    double[] values = new double[8 * 3];
    for (int row = 0; row < 8; row++) {
      for (int unit = 0; unit < 3; unit++) {
        values[row * 3 + unit] = (row >> unit & 1) == 0 ? 1 : -1;
      }
    }
    return new Batch(8, 3, values);
  }

  @ParameterizedTest
  @CsvSource({"70,5,5", "70,7,3", "200,40,16", "33,32,32", "65,3,1"})
  void the_covariance_of_each_group_is_the_identity_less_epsilon_over_s(
      int rows, int units, int groupSize) {
    for (double epsilon : new double[] {1e-5, 1e-2, 0.5}) {
      Batch y = correlated(rows, units, units);
      try (Work work = new Work(y, whitening(epsilon, groupSize)).forward(Mode.PROBE)) {
        double[] covariance = work.standardized().covariance();
        double[] expected = WhiteningMoments.of(y, epsilon, groupSize).standardized().covariance();
        double[] s = y.covariance();
        for (int i = 0; i < units; i++) {
          int from = i / groupSize * groupSize;
          int to = Math.min(from + groupSize, units);
          for (int j = from; j < to; j++) {
            assertThat(covariance[i * units + j]).isCloseTo(expected[i * units + j], within(1e-4));
            // (I - covariance) S = eps I, with the covariance of the reference.
            double product = 0;
            for (int k = from; k < to; k++) {
              double lacking = (i == k ? 1 : 0) - expected[i * units + k];
              product += lacking * (s[k * units + j] + (k == j ? epsilon : 0));
            }
            assertThat(product).isCloseTo(i == j ? epsilon : 0, within(1e-9));
          }
          double shrinkage = ((MomentNormalizer) work.normalizer).shrinkage(i);
          assertThat(shrinkage).isCloseTo(1 - expected[i * units + i], within(1e-6));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "70,5,5,1e-5",
    "70,7,3,1e-3",
    "200,40,16,1e-5",
    "33,32,32,1e-2",
    "65,3,1,1e-5",
    "600,512,256,0.1"
  })
  void every_derivative_is_that_of_the_reference(
      int rows, int units, int groupSize, double epsilon) {
    assertDerivatives(correlated(rows, units, 3), epsilon, groupSize);
  }

  @Test
  void equal_eigenvalues_have_finite_and_right_derivatives() {
    assertDerivatives(hadamard(), 1e-5, 3);
  }

  @Test
  void a_constant_column_gives_beta_and_right_derivatives() {
    Batch y = correlated(40, 6, 5);
    for (int row = 0; row < 40; row++) {
      y.values()[row * 6 + 2] = 7;
    }
    assertDerivatives(y, 1e-5, 6);
    try (Work work = new Work(y, whitening(1e-5, 6)).forward(Mode.PROBE)) {
      for (int row = 0; row < 40; row++) {
        assertThat(work.y.get(row, 2)).isCloseTo(0.5f - 2, within(1e-6f));
      }
    }
  }

  @Test
  void a_batch_of_equal_rows_gives_beta_and_finite_derivatives() {
    Batch y = new Batch(5, 4, new double[20]);
    assertDerivatives(y, 1e-5, 4);
  }

  /** Rows of 256 numbers do not lie without gaps. */
  @Test
  void wide_groups_keep_their_running_moments_apart_from_padding() {
    Batch y = correlated(300, 256, 2);
    try (Work work = new Work(y, whitening(0.1, 256)).forward(Mode.TRAINING)) {
      work.forward(Mode.INFERENCE);
      float[] first = work.y.toArray();
      assertThat(work.forward(Mode.INFERENCE).y.toArray()).isEqualTo(first);
      work.parameters.runningCovariance().set(255, 255, 1e6f);
      work.forward(Mode.INFERENCE);
      assertThat(Math.abs(work.standardized().variances()[255])).isLessThan(1e-3);
    }
  }

  private static void assertDerivatives(Batch y, double epsilon, int groupSize) {
    Batch upstream = correlated(y.rows(), y.units(), 99);
    try (Work work = new Work(y, whitening(epsilon, groupSize)).forward(Mode.PROBE)) {
      double[] gamma = Work.doubles(work.parameters.gamma().toArray());
      double[] beta = Work.doubles(work.parameters.beta().toArray());
      WhiteningMoments reference = WhiteningMoments.of(y, epsilon, groupSize);
      NormalizationGradients expected = reference.gradients(gamma, upstream);
      assertNear(work.y.toArray(), reference.output(gamma, beta).values());
      assertNear(work.backward(upstream), expected.y().values());
      assertNear(work.gradients.scale().toArray(), expected.gamma());
      assertNear(work.gradients.shift().toArray(), expected.beta());
    }
  }

  /** The greatest difference beside the greatest value. */
  private static void assertNear(float[] actual, double[] expected) {
    double difference = 0;
    double greatest = 0;
    for (int i = 0; i < expected.length; i++) {
      difference = Math.max(difference, Math.abs(actual[i] - expected[i]));
      greatest = Math.max(greatest, Math.abs(expected[i]));
    }
    assertThat(actual).hasSameSizeAs(expected);
    assertThat(difference).isLessThanOrEqualTo(2e-5 * greatest + 1e-7);
  }

  @Test
  void groups_of_one_unit_are_batch_normalization() {
    Batch y = correlated(50, 6, 8);
    Batch upstream = correlated(50, 6, 9);
    try (Work one = new Work(y, whitening(1e-5, 1));
        Work batch = new Work(y, new NormalizationSpec.Batch(1e-5, 0.25, null))) {
      one.forward(Mode.TRAINING);
      batch.forward(Mode.TRAINING);
      assertNear(one.y.toArray(), Work.doubles(batch.y.toArray()));
      assertNear(one.backward(upstream), Work.doubles(batch.backward(upstream)));
      assertNear(
          one.parameters.runningVariances(), Work.doubles(batch.parameters.runningVariances()));
      assertThat(one.parameters.runningMean().toArray())
          .isEqualTo(batch.parameters.runningMean().toArray());
      one.forward(Mode.INFERENCE);
      batch.forward(Mode.INFERENCE);
      assertNear(one.y.toArray(), Work.doubles(batch.y.toArray()));
    }
  }

  @Test
  void running_moments_move_towards_the_batch_s_and_inference_leaves_them_alone() {
    Batch y = correlated(50, 5, 8);
    try (Work work = new Work(y, whitening(1e-3, 3)).forward(Mode.TRAINING)) {
      double[] covariance = y.covariance();
      for (int i = 0; i < 5; i++) {
        int from = i / 3 * 3;
        for (int j = from; j < Math.min(from + 3, 5); j++) {
          double expected = 0.75 * (i == j ? 1 : 0) + 0.25 * covariance[i * 5 + j] * 50 / 49;
          assertThat((double) work.parameters.runningCovariance().get(i, j - from))
              .isCloseTo(expected, within(1e-5));
        }
      }
      float[] mean = work.parameters.runningMean().toArray();
      float[] running = work.parameters.runningCovariance().toArray();
      work.forward(Mode.INFERENCE).forward(Mode.UNCERTAINTY).forward(Mode.PROBE);
      assertThat(work.parameters.runningMean().toArray()).isEqualTo(mean);
      assertThat(work.parameters.runningCovariance().toArray()).isEqualTo(running);
    }
  }

  @Test
  void inference_whitens_by_the_running_moments_as_they_are_now() {
    Batch y = correlated(50, 4, 8);
    double[] scales = {0.5, 2, 3, 4};
    try (Work work = new Work(y, whitening(0.5, 2))) {
      for (int round = 1; round <= 2; round++) {
        for (int unit = 0; unit < 4; unit++) {
          work.parameters.runningMean().set(0, unit, round * unit);
          work.parameters.runningCovariance().set(unit, unit % 2, (float) scales[unit] * round);
        }
        work.forward(Mode.PROBE).forward(Mode.INFERENCE);
        Batch normalized = work.standardized();
        for (int i = 0; i < y.values().length; i++) {
          int unit = i % 4;
          double expected = (y.values()[i] - round * unit) / Math.sqrt(scales[unit] * round + 0.5);
          assertThat(normalized.values()[i]).isCloseTo(expected, within(1e-5));
        }
      }
    }
  }

  @Test
  void a_batch_that_is_not_finite_gives_an_output_that_is_not_finite() {
    Batch y = correlated(10, 3, 1);
    y.values()[4] = Double.POSITIVE_INFINITY;
    try (Work work = new Work(y, whitening(1e-5, 3)).forward(Mode.PROBE)) {
      assertThat(work.y.toArray()).contains(Float.NaN);
    }
  }

  @Test
  void a_block_has_whole_groups() {
    Batch y = correlated(20, 8, 1);
    try (Work whole = new Work(y, whitening(1e-5, 4)).forward(Mode.TRAINING);
        Work parts = new Work(y, whitening(1e-5, 4))) {
      parts.normalizer.forward(20, parts.z, parts.y, Mode.TRAINING, 4, 8);
      parts.normalizer.forward(20, parts.z, parts.y, Mode.TRAINING, 0, 4);
      assertThat(parts.y.toArray()).isEqualTo(whole.y.toArray());
      assertThatThrownBy(() -> parts.normalizer.forward(20, parts.z, parts.y, Mode.TRAINING, 2, 8))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
