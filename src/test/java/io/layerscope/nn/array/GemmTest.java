package io.layerscope.nn.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GemmTest {

  private static final int[] SIZES = {1, 2, 3, 5, 7, 16, 17, 31, 33, 64, 65, 100};

  /** Partial sums of n products walk to sqrt(n), and each of n additions rounds them by 6e-8. */
  private static double error(int terms) {
    return 1.2e-7 * (terms + 3);
  }

  private static Matrix random(int rows, int columns, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return Matrix.of(rows, columns, values);
  }

  private interface Sizes {
    void with(int rows, int in, int out);
  }

  private static void sizes(Sizes sizes) {
    for (int rows : SIZES) {
      for (int in : SIZES) {
        for (int out : SIZES) {
          sizes.with(rows, in, out);
        }
      }
    }
    sizes.with(128, 785, 257);
  }

  @Test
  void forward_is_x_times_w_transposed_also_in_blocks_of_units() {
    sizes(
        (rows, in, out) -> {
          try (Matrix x = random(rows, in, 1);
              Matrix w = random(out, in, 2);
              Matrix z = Matrix.zeros(rows, out)) {
            z.fill(Float.NaN);
            int cut = out / 3;
            Gemm.forward(rows, x, w, z, cut, out);
            assertThat(cut == 0 || Float.isNaN(z.get(rows - 1, cut - 1))).isTrue();
            Gemm.forward(rows, x, w, z, 0, cut);
            float[] a = x.toArray();
            float[] b = w.toArray();
            float[] c = z.toArray();
            for (int r = 0; r < rows; r++) {
              for (int o = 0; o < out; o++) {
                double sum = 0;
                for (int i = 0; i < in; i++) {
                  sum += (double) a[r * in + i] * b[o * in + i];
                }
                close(c[r * out + o], sum, in);
              }
            }
          }
        });
  }

  @Test
  void the_weights_gradient_is_dz_transposed_times_x_also_in_blocks_of_units() {
    sizes(
        (rows, in, out) -> {
          try (Matrix dz = random(rows, out, 1);
              Matrix x = random(rows, in, 2);
              Matrix dw = Matrix.zeros(out, in)) {
            dw.fill(Float.NaN);
            int cut = out / 2;
            Gemm.weightGradient(rows, dz, x, dw, 0, cut);
            assertThat(Float.isNaN(dw.get(out - 1, in - 1))).isTrue();
            Gemm.weightGradient(rows, dz, x, dw, cut, out);
            float[] a = dz.toArray();
            float[] b = x.toArray();
            float[] c = dw.toArray();
            for (int o = 0; o < out; o++) {
              for (int i = 0; i < in; i++) {
                double sum = 0;
                for (int r = 0; r < rows; r++) {
                  sum += (double) a[r * out + o] * b[r * in + i];
                }
                close(c[o * in + i], sum, rows);
              }
            }
          }
        });
  }

  @Test
  void the_input_s_gradient_is_dz_times_w_also_in_blocks_of_inputs() {
    sizes(
        (rows, in, out) -> {
          try (Matrix dz = random(rows, out, 1);
              Matrix w = random(out, in, 2);
              Matrix dx = Matrix.zeros(rows, in)) {
            dx.fill(Float.NaN);
            int cut = in / 2;
            Gemm.inputGradient(rows, dz, w, dx, cut, in);
            assertThat(cut == 0 || Float.isNaN(dx.get(0, 0))).isTrue();
            Gemm.inputGradient(rows, dz, w, dx, 0, cut);
            float[] a = dz.toArray();
            float[] b = w.toArray();
            float[] c = dx.toArray();
            for (int r = 0; r < rows; r++) {
              for (int i = 0; i < in; i++) {
                double sum = 0;
                for (int o = 0; o < out; o++) {
                  sum += (double) a[r * out + o] * b[o * in + i];
                }
                close(c[r * in + i], sum, out);
              }
            }
          }
        });
  }

  @Test
  void rows_beyond_the_first_are_neither_read_nor_written() {
    try (Matrix x = random(5, 3, 1);
        Matrix w = random(4, 3, 2);
        Matrix z = Matrix.zeros(5, 4)) {
      x.set(3, 1, Float.NaN);
      z.fill(9);
      Gemm.forward(3, x, w, z, 0, 4);
      for (int c = 0; c < 4; c++) {
        assertThat(z.get(2, c)).isNotNaN().isNotEqualTo(9);
        assertThat(z.get(3, c)).isEqualTo(9);
      }
    }
  }

  private static void close(float actual, double expected, int terms) {
    // Not by AssertJ: there are millions of numbers.
    if (!(Math.abs(actual - expected) <= error(terms))) {
      throw new AssertionError(actual + " is not " + expected);
    }
  }

  @Test
  void threads_do_not_disturb_each_others_products() throws InterruptedException {
    AtomicInteger wrong = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      threads.add(Thread.ofPlatform().start(() -> repeat(wrong)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(wrong.get()).isZero();
  }

  private static void repeat(AtomicInteger wrong) {
    int[][] shapes = {{32, 20, 24}, {32, 24, 17}, {29, 17, 3}, {60, 20, 24}, {13, 20, 24}};
    for (int[] shape : shapes) {
      try (Matrix x = random(shape[0], shape[1], 1);
          Matrix w = random(shape[2], shape[1], 2);
          Matrix z = Matrix.zeros(shape[0], shape[2]);
          Matrix dw = Matrix.zeros(shape[2], shape[1]);
          Matrix dx = Matrix.zeros(shape[0], shape[1])) {
        float[][] expected = null;
        for (int i = 0; i < 5000; i++) {
          Gemm.forward(shape[0], x, w, z, 0, shape[2]);
          Gemm.weightGradient(shape[0], z, x, dw, 0, shape[2]);
          Gemm.inputGradient(shape[0], z, w, dx, 0, shape[1]);
          float[][] results = {z.toArray(), dw.toArray(), dx.toArray()};
          if (expected == null) {
            expected = results;
          } else if (!Arrays.deepEquals(expected, results)) {
            wrong.incrementAndGet();
          }
        }
      }
    }
  }
}
