package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.Twins.agree;
import static io.layerscope.nn.array.kernel.Twins.gaussians;
import static io.layerscope.nn.array.kernel.Twins.sizes;
import static io.layerscope.nn.array.kernel.Twins.wild;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SoftmaxTest {

  private static final double SUM = 4e-6;

  @Test
  void maximum_is_exact_and_shows_a_nan() {
    sizes()
        .forEach(
            n -> {
              float[] values = gaussians(n, n);
              agree(0, 0, (kernels, a) -> kernels.elements().maximum(a[0].address(), n), values);
              agree(
                  0, 0, (kernels, a) -> kernels.elements().maximum(a[0].address(), n), wild(n, n));
              values[n / 2] = Float.NaN;
              assertThat(Kernels.vector().elements().maximum(Guarded.of(values).address(), n))
                  .isNaN();
            });
  }

  @Test
  void exponentials_agree_below_the_greatest_number() {
    sizes()
        .forEach(
            n -> {
              float[] logits = gaussians(n, n);
              for (int i = 0; i < n; i++) {
                logits[i] = -20 * Math.abs(logits[i]);
              }
              logits[n / 2] = Float.NEGATIVE_INFINITY;
              agree(
                  SUM,
                  1e-37,
                  (kernels, a) ->
                      kernels.elements().exponentials(a[0].address(), a[1].address(), n, 0.5f),
                  logits,
                  new float[n]);
            });
  }

  @Test
  void exponentials_show_a_nan() {
    float[] logits = gaussians(13, 1);
    logits[11] = Float.NaN;
    Guarded y = Guarded.of(logits);
    assertThat(Kernels.vector().elements().exponentials(y.address(), y.address(), 13, 0)).isNaN();
    assertThat(y.values()[11]).isNaN();
  }

  @Test
  void softmax_agrees_at_every_width_and_leaves_what_is_between_the_rows() {
    int rows = 5;
    sizes()
        .forEach(
            n -> {
              int stride = n + 3;
              float[] factors = gaussians(rows, 2);
              float[][] greatest = new float[2][rows];
              float[][] sums = new float[2][rows];
              agree(
                  SUM,
                  1e-37,
                  (kernels, a) -> {
                    int k = kernels.elements() instanceof VectorElements ? 1 : 0;
                    kernels
                        .elements()
                        .softmax(
                            a[0].address(),
                            a[1].address(),
                            rows,
                            stride,
                            n,
                            0,
                            factors,
                            greatest[k],
                            sums[k]);
                    return 0;
                  },
                  gaussians(rows * stride, n),
                  gaussians(rows * stride, n + 1));
              assertThat(greatest[1]).isEqualTo(greatest[0]);
              assertThat(sums[1]).containsExactly(sums[0], offset(1e-5f * n));
            });
  }

  @Test
  void softmax_is_the_share_of_each_exponential_and_nothing_where_it_is_negligible() {
    for (Kernels kernels : new Kernels[] {Kernels.scalar(), Kernels.vector()}) {
      for (int n : new int[] {3, 40}) {
        float[] logits = new float[n];
        Arrays.fill(logits, -90);
        logits[0] = 2;
        logits[1] = 1;
        Guarded p = Guarded.zeros(n);
        float[] greatest = new float[1];
        float[] sums = new float[1];
        kernels
            .elements()
            .softmax(
                Guarded.of(logits).address(),
                p.address(),
                1,
                n,
                n,
                1e-30f,
                new float[] {10},
                greatest,
                sums);
        assertThat(greatest[0]).isEqualTo(2);
        assertThat(sums[0]).isCloseTo(1 + (float) Math.exp(-1), offset(1e-6f));
        assertThat(p.values()[0]).isCloseTo(7.3105858f, offset(1e-5f));
        assertThat(p.values()[1]).isCloseTo(2.6894142f, offset(1e-5f));
        assertThat(p.values()[2]).isZero();
      }
    }
  }

  @Test
  void softmax_shows_a_nan_of_either_sign() {
    for (int bits : new int[] {0x7fc00000, 0xffc00000}) {
      for (int n : new int[] {10, 40}) {
        float[] logits = gaussians(n, 1);
        logits[7] = Float.intBitsToFloat(bits);
        Guarded y = Guarded.of(logits);
        float[] sums = new float[1];
        Kernels.vector()
            .elements()
            .softmax(y.address(), y.address(), 1, n, n, 0, new float[] {1}, new float[1], sums);
        assertThat(sums[0]).isNaN();
      }
    }
  }
}
