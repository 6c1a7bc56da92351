package io.layerscope.nn.array;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Small square matrices, by OpenBLAS and LAPACK on native memory: products with a batch's columns
 * in float32, products among themselves and eigenvectors in double. Square matrices lie without
 * gaps; nothing is allocated.
 */
public final class Squares {

  private static final int ROW_MAJOR = 101;
  private static final int COLUMN_MAJOR = 102;
  private static final int NO = 111;
  private static final int TRANSPOSED = 112;

  private static final MethodHandle SGEMM = product("cblas_sgemm", ValueLayout.JAVA_FLOAT);
  private static final MethodHandle DGEMM = product("cblas_dgemm", ValueLayout.JAVA_DOUBLE);

  /** Unlike LAPACKE_dsyevd, it takes its working memory from the caller. */
  private static final MethodHandle DSYEVD =
      Natives.function(
          "LAPACKE_dsyevd_work",
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_BYTE,
              ValueLayout.JAVA_BYTE,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT));

  private Squares() {}

  private static MethodHandle product(String name, ValueLayout number) {
    return Natives.function(
        name,
        FunctionDescriptor.ofVoid(
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT,
            number,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            number,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT));
  }

  /**
   * C = A Q + keep C, float32: columns [rows, size] of matrices whose rows are {@code stride}
   * numbers apart, and Q [size, size].
   */
  public static void times(
      int rows, int size, long a, int stride, long square, float keep, long c) {
    try {
      SGEMM.invokeExact(
          ROW_MAJOR, NO, NO, rows, size, size, 1f, a, stride, square, size, keep, c, stride);
    } catch (Throwable failure) {
      throw new IllegalStateException("cblas_sgemm failed", failure);
    }
  }

  /** Q [size, size] = A^T B, float32, of columns [rows, size]. */
  public static void crossed(int rows, int size, long a, long b, int stride, long square) {
    try {
      SGEMM.invokeExact(
          ROW_MAJOR, TRANSPOSED, NO, size, size, rows, 1f, a, stride, b, stride, 0f, square, size);
    } catch (Throwable failure) {
      throw new IllegalStateException("cblas_sgemm failed", failure);
    }
  }

  /** C [size, size] = A B in double, A and B square too. */
  public static void multiply(int size, long a, long b, long c) {
    doubles(NO, NO, size, size, a, b, 0, c);
  }

  /** C [size, size] = A B^T in double, A and B square too. */
  public static void multiplyTransposed(int size, long a, long b, long c) {
    doubles(NO, TRANSPOSED, size, size, a, b, 0, c);
  }

  /** C [size, size] = A^T B + keep C in double, of A and B [rows, size] without gaps. */
  public static void transposedMultiply(int rows, int size, long a, long b, double keep, long c) {
    doubles(TRANSPOSED, NO, size, rows, a, b, keep, c);
  }

  private static void doubles(
      int transposeA, int transposeB, int size, int inner, long a, long b, double keep, long c) {
    try {
      DGEMM.invokeExact(
          ROW_MAJOR,
          transposeA,
          transposeB,
          size,
          size,
          inner,
          1.0,
          a,
          size,
          b,
          size,
          keep,
          c,
          size);
    } catch (Throwable failure) {
      throw new IllegalStateException("cblas_dgemm failed", failure);
    }
  }

  /** How many doubles {@link #eigenvectors} needs to work in. */
  public static int workDoubles(int size) {
    return Math.toIntExact(1 + 6L * size + 2L * size * size);
  }

  /** How many 32-bit integers {@link #eigenvectors} needs to work in. */
  public static int workIntegers(int size) {
    return 3 + 5 * size;
  }

  /**
   * Replaces a symmetric matrix in double by its eigenvectors, the k-th in row k, and writes its
   * eigenvalues in ascending order: A = V^T diag(values) V.
   *
   * @return whether they converged
   */
  public static boolean eigenvectors(int size, long a, long values, long doubles, long integers) {
    try {
      // Columns of a column-major matrix are rows here.
      int info =
          (int)
              DSYEVD.invokeExact(
                  COLUMN_MAJOR,
                  (byte) 'V',
                  (byte) 'L',
                  size,
                  a,
                  size,
                  values,
                  doubles,
                  workDoubles(size),
                  integers,
                  workIntegers(size));
      return info == 0;
    } catch (Throwable failure) {
      throw new IllegalStateException("LAPACK dsyevd failed", failure);
    }
  }
}
