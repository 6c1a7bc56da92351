package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.Twins.agree;
import static io.layerscope.nn.array.kernel.Twins.gaussians;
import static io.layerscope.nn.array.kernel.Twins.positive;
import static io.layerscope.nn.array.kernel.Twins.sizes;
import static io.layerscope.nn.array.kernel.Twins.wild;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElementsTest {

  /**
   * Elementary functions: the vectors' exponential and division are good to 2 units in the last
   * place, 1.2e-7 each; an expression has up to three of them and a polynomial in float32.
   */
  private static final double FUNCTION = 2e-6;

  /** Beside the greatest value that a bounded curve takes, or the slope 1. */
  private static final double BESIDE_ONE = 3e-7;

  /** Float32 sums of up to 4096 / lanes terms of one sign. */
  private static final double SUM = 4e-6;

  @Test
  void affine_is_bit_equal() {
    sizes()
        .forEach(
            n ->
                agree(
                    0,
                    0,
                    (kernels, a) -> {
                      kernels
                          .elements()
                          .affine(
                              a[0].address(),
                              a[1].address(),
                              n,
                              a[2].address(),
                              a[3].address(),
                              a[4].address());
                      return 0;
                    },
                    wild(n, 1),
                    new float[n],
                    wild(n, 2),
                    gaussians(n, 3),
                    gaussians(n, 4)));
  }

  @Test
  void affine_in_place_gives_the_same() {
    int n = 67;
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
      Guarded z = Guarded.of(gaussians(n, 1));
      Guarded y = Guarded.zeros(n);
      Guarded shift = Guarded.of(gaussians(n, 2));
      Guarded scale = Guarded.of(gaussians(n, 3));
      Guarded offset = Guarded.of(gaussians(n, 4));
      Elements elements = kernels.elements();
      elements.affine(
          z.address(), y.address(), n, shift.address(), scale.address(), offset.address());
      elements.affine(
          z.address(), z.address(), n, shift.address(), scale.address(), offset.address());
      assertThat(z.values()).isEqualTo(y.values());
    }
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void curves_agree_at_every_size(Curve curve) {
    sizes().forEach(n -> curvesAgree(curve, wild(n, n)));
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void curves_agree_along_the_axis(Curve curve) {
    float[] axis = new float[40_001];
    for (int i = 0; i < axis.length; i++) {
      axis[i] = (i - 20_000) / 1000f;
    }
    curvesAgree(curve, axis);
  }

  private static void curvesAgree(Curve curve, float[] y) {
    float parameter = 0.3f;
    agree(
        FUNCTION,
        BESIDE_ONE,
        (kernels, a) -> {
          kernels.elements().activate(curve, parameter, a[0].address(), a[1].address(), y.length);
          return 0;
        },
        y,
        new float[y.length]);
    // A slope at infinity has no meaning: the step that needs one has diverged.
    float[] finite = y.clone();
    for (int i = 0; i < y.length; i++) {
      finite[i] = Float.isInfinite(y[i]) ? Math.signum(y[i]) * 1e30f : y[i];
    }
    float[] upstream = gaussians(y.length, 5);
    agree(
        FUNCTION,
        4 * BESIDE_ONE,
        (kernels, a) -> {
          kernels.elements().slope(curve, parameter, a[0].address(), a[1].address(), y.length);
          return 0;
        },
        finite,
        upstream);
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void curves_in_place_give_the_same(Curve curve) {
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
      float[] values = wild(67, 9);
      Guarded y = Guarded.of(values);
      Guarded h = Guarded.zeros(67);
      kernels.elements().activate(curve, 0.3f, y.address(), h.address(), 67);
      assertThat(y.values()).as("the argument is left alone").isEqualTo(values);
      kernels.elements().activate(curve, 0.3f, y.address(), y.address(), 67);
      assertThat(y.values()).isEqualTo(h.values());
    }
  }

  @ParameterizedTest
  @EnumSource(Curve.class)
  void no_curve_hides_a_nan(Curve curve) {
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
      float[] nans = new float[19];
      Arrays.fill(nans, Float.NaN);
      Guarded y = Guarded.of(nans);
      kernels.elements().activate(curve, 0.3f, y.address(), y.address(), 19);
      assertThat(y.values()).containsOnly(Float.NaN);
    }
  }

  @Test
  void the_slope_of_relu_and_dropout_is_bit_equal() {
    sizes()
        .forEach(
            n ->
                agree(
                    0,
                    0,
                    (kernels, a) -> {
                      kernels.elements().reluSlope(a[0].address(), a[1].address(), n, 1.25f);
                      return 0;
                    },
                    wild(n, 1),
                    wild(n, 2)));
  }

  @Test
  void sums_agree() {
    sizes()
        .forEach(
            n -> {
              agree(
                  SUM,
                  0,
                  (kernels, a) -> kernels.elements().squares(a[0].address(), n),
                  gaussians(n, n));
              agree(
                  SUM,
                  0,
                  (kernels, a) -> kernels.elements().absolutes(a[0].address(), n),
                  gaussians(n, n));
              agree(
                  SUM,
                  0,
                  (kernels, a) ->
                      kernels.elements().absoluteDifferences(a[0].address(), a[1].address(), n),
                  gaussians(n, n),
                  gaussians(n, n + 1));
            });
  }

  @Test
  void sums_show_what_is_not_finite() {
    for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
      for (int n : new int[] {1, 7, 8, 67, 5000}) {
        float[] values = positive(n, n);
        values[n - 1] = bad;
        Guarded y = Guarded.of(values);
        for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
          assertThat(Double.isFinite(kernels.elements().squares(y.address(), n))).isFalse();
          assertThat(Double.isFinite(kernels.elements().absolutes(y.address(), n))).isFalse();
        }
      }
    }
  }

  @Test
  void scale_is_bit_equal() {
    sizes()
        .forEach(
            n ->
                agree(
                    0,
                    0,
                    (kernels, a) -> {
                      kernels.elements().scale(a[0].address(), n, -0.3f);
                      return 0;
                    },
                    wild(n, 1)));
  }
}
