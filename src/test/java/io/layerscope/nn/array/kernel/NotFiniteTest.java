package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.Twins.agree;
import static io.layerscope.nn.array.kernel.Twins.gaussians;
import static io.layerscope.nn.array.kernel.Twins.positive;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is not finite shows in the same columns and elements of both twins. */
class NotFiniteTest {

  private static final double RELATIVE = 1e-5;
  private static final int ROWS = 11;

  /** Gaussian columns, each third with one number that is not finite. */
  private static float[] spoiled(int columns, float bad) {
    float[] z = gaussians(ROWS * columns, columns);
    for (int column = 0; column < columns; column += 3) {
      z[column % ROWS * columns + column] = bad;
    }
    return z;
  }

  private static boolean isSpoiled(int column) {
    return column % 3 == 0;
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void columns_agree_and_only_those_with_it_are_lost(float bad) {
    for (int n = 1; n <= 67; n++) {
      int columns = n;
      float[] z = spoiled(columns, bad);
      for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
        Guarded mean = Guarded.zeros(columns);
        Guarded variance = Guarded.zeros(columns);
        Guarded values = Guarded.of(z);
        kernels
            .columns()
            .moments(values.address(), ROWS, columns, columns, mean.address(), variance.address());
        for (int column = 0; column < columns; column++) {
          assertThat(Float.isFinite(mean.values()[column])).isEqualTo(!isSpoiled(column));
          assertThat(Float.isNaN(variance.values()[column])).isEqualTo(isSpoiled(column));
        }
        assertThat(values.values()).isEqualTo(z);
      }
      agree(
          RELATIVE,
          1e-5,
          (kernels, a) -> {
            kernels.columns().sums(a[0].address(), ROWS, columns, columns, a[1].address());
            return 0;
          },
          z,
          new float[columns]);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void derivatives_of_a_normalization_agree(float bad) {
    for (int n = 1; n <= 67; n++) {
      int columns = n;
      agree(
          RELATIVE,
          1e-5,
          (kernels, a) -> {
            Columns kernel = kernels.columns();
            long mean = a[2].address();
            long inverse = a[3].address();
            long dgamma = a[5].address();
            long dbeta = a[6].address();
            long d = a[0].address();
            long z = a[1].address();
            kernel.normalizationSums(d, z, ROWS, columns, columns, mean, inverse, dgamma, dbeta);
            kernel.normalizationGradient(
                d, z, ROWS, columns, columns, mean, inverse, a[4].address(), dgamma, dbeta);
            return 0;
          },
          spoiled(columns, bad),
          gaussians(ROWS * columns, 2),
          gaussians(columns, 3),
          positive(columns, 4),
          gaussians(columns, 5),
          new float[columns],
          new float[columns]);
    }
  }

  /** From a diverged layer to its gradient nothing may look like a number again. */
  @ParameterizedTest
  @EnumSource(Curve.class)
  void no_slope_hides_a_nan(Curve curve) {
    for (int n = 1; n <= 67; n++) {
      float[] nans = new float[n];
      java.util.Arrays.fill(nans, Float.NaN);
      float[] ones = new float[n];
      java.util.Arrays.fill(ones, 1);
      for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
        Guarded d = Guarded.of(nans);
        Guarded y = Guarded.of(ones);
        kernels.elements().slope(curve, 0.3f, y.address(), d.address(), n);
        assertThat(d.values()).containsOnly(Float.NaN);
        assertThat(y.values()).isEqualTo(ones);
      }
    }
  }

  @Test
  void a_softmax_of_infinite_logits_is_not_a_number_in_both() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      for (int n = 1; n <= 67; n++) {
        float[] logits = gaussians(n, n);
        logits[n / 2] = bad;
        for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
          Elements elements = kernels.elements();
          Guarded z = Guarded.of(logits);
          Guarded p = Guarded.zeros(n);
          float greatest = elements.maximum(z.address(), n);
          assertThat(Float.isFinite(greatest)).isFalse();
          assertThat(elements.exponentials(z.address(), p.address(), n, greatest)).isNaN();
          assertThat(z.values()).isEqualTo(logits);
        }
      }
    }
  }
}
