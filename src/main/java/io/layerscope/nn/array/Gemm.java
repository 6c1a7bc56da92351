package io.layerscope.nn.array;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Set;

/**
 * The three products of a dense layer, by OpenBLAS' {@code cblas_sgemm} on the matrices' memory. W
 * is [out, in], X is [rows, in], Z is [rows, out]; each product can be cut by units, so that
 * several threads share it: a cut by rows of the batch is much dearer.
 */
public final class Gemm {

  private static final int ROW_MAJOR = 101;
  private static final int NO = 111;
  private static final int TRANSPOSED = 112;

  /**
   * OpenBLAS' kernels for AVX-512 compute a product of up to a million multiplications directly,
   * without copying its factors into packed blocks first. Tiles of that size make dW and dX a tenth
   * faster; for Z = X W^T, whose factors both lie along the sum, packing is better where it is not
   * most of the work, and the direct kernel takes few results and long sums only.
   */
  private static final int DIRECT_MULTIPLICATIONS = 1_000_000;

  private static final int SMALL_MULTIPLICATIONS = 200_000;
  private static final int DIRECT_RESULTS = 1_200;
  private static final int DIRECT_SUM = 32;

  private static final int DIRECT_ROWS = 128;
  private static final int DIRECT_UNITS = 32;
  private static final int DIRECT_DEPTH = 112;
  private static final int LINE = 16;
  private static final boolean DIRECT = Set.of("SkylakeX", "Cooperlake").contains(Natives.core());

  /** Multiplications of a block of Z: half a millisecond, so that predictions need not wait. */
  public static final double PACKED_BLOCK = 5e7;

  /** Of dW and dX: where nothing is packed twice, as small as fits the processor's own cache. */
  public static final double GRADIENT_BLOCK = DIRECT ? 1e7 : PACKED_BLOCK;

  private static final MethodHandle SGEMM =
      Natives.function(
          "cblas_sgemm",
          FunctionDescriptor.ofVoid(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_FLOAT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_FLOAT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));

  static {
    check();
  }

  private Gemm() {}

  /** Makes sure that products are right: the class does not load where one was wrong. */
  public static void require() {
    Natives.require();
  }

  /** Z[:, from:to] = X W[from:to, :]^T, for the first rows of X. */
  public static void forward(int rows, Matrix x, Matrix w, Matrix z, int from, int to) {
    int in = x.columns();
    int step = DIRECT ? forwardTile(rows, in, to - from) : to - from;
    for (int unit = from; unit < to; unit += step) {
      sgemm(
          NO,
          TRANSPOSED,
          rows,
          Math.min(step, to - unit),
          in,
          x.address(),
          x.stride(),
          w.at(unit, 0),
          w.stride(),
          0,
          z.at(0, unit),
          z.stride());
    }
  }

  /** Of a small product so many units that OpenBLAS makes Z directly, else all. */
  private static int forwardTile(int rows, int in, int units) {
    int most = DIRECT_RESULTS / rows / LINE * LINE;
    boolean small = (long) rows * in * units <= SMALL_MULTIPLICATIONS;
    return small && most > 0 && in >= DIRECT_SUM ? most : units;
  }

  /** dW[from:to, :] = dZ[:, from:to]^T X, for the first rows of dZ and X. */
  public static void weightGradient(int rows, Matrix dz, Matrix x, Matrix dw, int from, int to) {
    int in = x.columns();
    int most = DIRECT ? DIRECT_ROWS : rows;
    int units = DIRECT ? DIRECT_UNITS : to - from;
    for (int row = 0; row < rows; row += most) {
      int batch = Math.min(most, rows - row);
      for (int unit = from; unit < to; unit += units) {
        int count = Math.min(units, to - unit);
        int step = DIRECT ? tile(batch, count, in) : in;
        for (int input = 0; input < in; input += step) {
          sgemm(
              TRANSPOSED,
              NO,
              count,
              Math.min(step, in - input),
              batch,
              dz.at(row, unit),
              dz.stride(),
              x.at(row, input),
              x.stride(),
              row == 0 ? 0 : 1,
              dw.at(unit, input),
              dw.stride());
        }
      }
    }
  }

  /** dX[:, from:to] = dZ W[:, from:to], for the first rows of dZ. */
  public static void inputGradient(int rows, Matrix dz, Matrix w, Matrix dx, int from, int to) {
    int out = w.rows();
    int most = DIRECT ? DIRECT_ROWS : rows;
    int units = DIRECT ? DIRECT_DEPTH : out;
    for (int row = 0; row < rows; row += most) {
      int batch = Math.min(most, rows - row);
      int step = DIRECT ? tile(batch, Math.min(units, out), to - from) : to - from;
      for (int input = from; input < to; input += step) {
        for (int unit = 0; unit < out; unit += units) {
          sgemm(
              NO,
              NO,
              batch,
              Math.min(step, to - input),
              Math.min(units, out - unit),
              dz.at(row, unit),
              dz.stride(),
              w.at(unit, input),
              w.stride(),
              unit == 0 ? 0 : 1,
              dx.at(row, input),
              dx.stride());
        }
      }
    }
  }

  /**
   * How many of n columns keep a product with the other two sizes below the direct kernels' limit.
   */
  private static int tile(int size, int other, int n) {
    int most = (int) (DIRECT_MULTIPLICATIONS / ((long) size * other)) / LINE * LINE;
    return Math.min(n, Math.max(LINE, most));
  }

  private static void sgemm(
      int transposeA,
      int transposeB,
      int m,
      int n,
      int k,
      long a,
      int lda,
      long b,
      int ldb,
      float beta,
      long c,
      int ldc) {
    try {
      SGEMM.invokeExact(
          ROW_MAJOR, transposeA, transposeB, m, n, k, 1f, a, lda, b, ldb, beta, c, ldc);
    } catch (Throwable failure) {
      throw new IllegalStateException("cblas_sgemm failed", failure);
    }
  }

  /** One product with a known answer: a library that counts wrong must not train. */
  private static void check() {
    try (Matrix x = Matrix.of(2, 3, new float[] {1, 2, 3, 4, 5, 6});
        Matrix w = Matrix.of(2, 3, new float[] {1, 0, -1, 2, 1, 0});
        Matrix z = Matrix.zeros(2, 2)) {
      forward(2, x, w, z, 0, 2);
      if (z.get(0, 0) != -2 || z.get(0, 1) != 4 || z.get(1, 0) != -2 || z.get(1, 1) != 13) {
        throw new IllegalStateException("cblas_sgemm gave a wrong product");
      }
    }
  }
}
