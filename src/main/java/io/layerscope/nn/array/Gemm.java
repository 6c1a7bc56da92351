package io.layerscope.nn.array;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The three products of a dense layer, by OpenBLAS' {@code cblas_sgemm} on the matrices' memory. W
 * is [out, in], X is [rows, in], Z is [rows, out]; each product can be cut by units, so that
 * several threads share it: a cut by rows of the batch is much dearer.
 */
public final class Gemm {

  private static final int ROW_MAJOR = 101;
  private static final int NO = 111;
  private static final int TRANSPOSED = 112;

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
    int out = z.columns();
    sgemm(
        NO,
        TRANSPOSED,
        rows,
        to - from,
        in,
        x.address(),
        in,
        w.at(from, 0),
        in,
        z.at(0, from),
        out);
  }

  /** dW[from:to, :] = dZ[:, from:to]^T X, for the first rows of dZ and X. */
  public static void weightGradient(int rows, Matrix dz, Matrix x, Matrix dw, int from, int to) {
    int in = x.columns();
    int out = dz.columns();
    sgemm(
        TRANSPOSED,
        NO,
        to - from,
        in,
        rows,
        dz.at(0, from),
        out,
        x.address(),
        in,
        dw.at(from, 0),
        in);
  }

  /** dX[:, from:to] = dZ W[:, from:to], for the first rows of dZ. */
  public static void inputGradient(int rows, Matrix dz, Matrix w, Matrix dx, int from, int to) {
    int in = w.columns();
    int out = dz.columns();
    sgemm(NO, NO, rows, to - from, out, dz.address(), out, w.at(0, from), in, dx.at(0, from), in);
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
      long c,
      int ldc) {
    try {
      SGEMM.invokeExact(ROW_MAJOR, transposeA, transposeB, m, n, k, 1f, a, lda, b, ldb, 0f, c, ldc);
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
