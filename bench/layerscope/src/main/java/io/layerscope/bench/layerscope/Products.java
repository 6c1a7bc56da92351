package io.layerscope.bench.layerscope;

import io.layerscope.bench.BenchCase;
import io.layerscope.nn.array.Blocks;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Gemm;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.Region;
import java.util.ArrayList;
import java.util.List;

/**
 * The matrix products of a step and nothing else, cut and shared as a step cuts and shares them.
 * Beside a whole step: the share of it that is spent inside {@code sgemm}.
 */
final class Products {

  private static final int ROUNDS = 7;
  private static final int STEPS = 20;
  private static final int LARGE = 2048;

  private final BenchCase benchCase;
  private final ComputeThreads threads;

  Products(BenchCase benchCase, ComputeThreads threads) {
    this.benchCase = benchCase;
    this.threads = threads;
  }

  /** Microseconds of one step's products, the best of some rounds. */
  double stepMicros() {
    int rows = benchCase.batch();
    List<Matrix> matrices = new ArrayList<>();
    List<Runnable> products = new ArrayList<>();
    for (int layer = 1; layer < benchCase.widths().size(); layer++) {
      int in = benchCase.widths().get(layer - 1);
      int out = benchCase.widths().get(layer);
      Matrix x = random(rows, in, matrices);
      Matrix w = random(out, in, matrices);
      Matrix z = random(rows, out, matrices);
      Matrix dw = random(out, in, matrices);
      Matrix dx = random(rows, in, matrices);
      Blocks units = Blocks.of(out, (double) rows * (in + Blocks.ELEMENT), Gemm.PACKED_BLOCK, 1);
      Blocks gradients = Blocks.of(out, (double) rows * in, Gemm.GRADIENT_BLOCK, 1);
      Blocks inputs = Blocks.of(in, (double) rows * (out + Blocks.ELEMENT), Gemm.GRADIENT_BLOCK, 1);
      products.add(
          shared(units, part -> Gemm.forward(rows, x, w, z, units.from(part), units.to(part))));
      products.add(
          shared(
              gradients,
              part ->
                  Gemm.weightGradient(rows, z, x, dw, gradients.from(part), gradients.to(part))));
      if (layer > 1) {
        products.add(
            shared(
                inputs,
                part -> Gemm.inputGradient(rows, z, w, dx, inputs.from(part), inputs.to(part))));
      }
    }
    double best = best(() -> products.forEach(Runnable::run), STEPS);
    matrices.forEach(Matrix::close);
    return best;
  }

  /** What a product of large square matrices reaches on all threads. */
  double peakGigaflops() {
    List<Matrix> matrices = new ArrayList<>();
    Matrix x = random(LARGE, LARGE, matrices);
    Matrix w = random(LARGE, LARGE, matrices);
    Matrix z = random(LARGE, LARGE, matrices);
    Blocks units = new Blocks(LARGE, threads.size());
    Runnable product =
        shared(units, part -> Gemm.forward(LARGE, x, w, z, units.from(part), units.to(part)));
    double best = best(product, 1);
    matrices.forEach(Matrix::close);
    return 2.0 * LARGE * LARGE * LARGE / best / 1e3;
  }

  private Runnable shared(Blocks blocks, Region.Work work) {
    return () -> threads.share(blocks.parts(), work);
  }

  private double best(Runnable work, int steps) {
    return threads.call(
        () -> {
          double best = Double.POSITIVE_INFINITY;
          for (int round = 0; round < ROUNDS; round++) {
            long before = System.nanoTime();
            for (int step = 0; step < steps; step++) {
              work.run();
            }
            best = Math.min(best, (System.nanoTime() - before) / 1e3 / steps);
          }
          return best;
        });
  }

  private static Matrix random(int rows, int columns, List<Matrix> matrices) {
    Matrix matrix = Matrix.zeros(rows, columns);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i * 31 % 101 - 50) / 100f;
    }
    matrix.set(values);
    matrices.add(matrix);
    return matrix;
  }
}
