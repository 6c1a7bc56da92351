package io.layerscope.nn.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GemmTest {

  private static Matrix random(int rows, int columns, long seed) {
    var random = Randomness.generator(seed);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Matrix.of(rows, columns, values);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "5,3,7", "32,20,24", "33,17,65", "128,784,100"})
  void products_are_those_of_double_precision(int rows, int in, int out) {
    try (Matrix x = random(rows, in, 1);
        Matrix w = random(out, in, 2);
        Matrix z = Matrix.zeros(rows, out);
        Matrix dw = Matrix.zeros(out, in);
        Matrix dx = Matrix.zeros(rows, in)) {
      Gemm.forward(rows, x, w, z, 0, out);
      Gemm.weightGradient(rows, z, x, dw, 0, out);
      Gemm.inputGradient(rows, z, w, dx, 0, in);
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < out; j++) {
          double sum = 0;
          for (int k = 0; k < in; k++) {
            sum += (double) x.get(i, k) * w.get(j, k);
          }
          assertThat((double) z.get(i, j)).isCloseTo(sum, within(1e-4 * Math.sqrt(in) + 1e-4));
        }
      }
      double first = 0;
      for (int i = 0; i < rows; i++) {
        first += (double) z.get(i, out - 1) * x.get(i, in - 1);
      }
      assertThat((double) dw.get(out - 1, in - 1)).isCloseTo(first, within(1e-3 * rows + 1e-2));
      double last = 0;
      for (int j = 0; j < out; j++) {
        last += (double) z.get(rows - 1, j) * w.get(j, in - 1);
      }
      assertThat((double) dx.get(rows - 1, in - 1)).isCloseTo(last, within(1e-3 * out + 1e-2));
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
