package io.layerscope.nn.layer;

import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.Natives;
import io.layerscope.nn.array.Squares;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * R = S^(-1/2) of one group of units, and the derivative back through it. Covariances and
 * eigenvectors are computed in double: a direction in which the batch hardly varies is multiplied
 * by up to 1/sqrt(eps), and its rounding with it.
 *
 * <pre>
 * S = C^T C / B + eps I = U diag(lam) U^T [g, g]      R = U diag(lam^-1/2) U^T
 * dS = U ( F * (U^T dR U) ) U^T      F[i,j] = -1 / ( r_i r_j (r_i + r_j) ), r = sqrt(lam)
 * </pre>
 *
 * F is finite for equal eigenvalues. R and S grow the same way whatever signs the eigenvectors
 * have.
 */
final class CovarianceRoot {

  /** Rows of the batch that are widened at once. */
  static final int CHUNK = 64;

  private static final MemorySegment MEMORY = Natives.MEMORY;
  private static final int LINE_BYTES = 64;

  private final int size;

  /** First the covariance, then U^T, the k-th eigenvector in row k [g, g], double. */
  private final long vectors;

  /** r [g], double. */
  private final long roots;

  /** LAPACK's working memory; two matrices [g, g] at other times, double. */
  private final long first;

  private final long second;
  private final long integers;

  /** Rows of C [64, g], double. */
  private final long wide;

  /** R [g, g], float32. */
  private final long matrix;

  /** First C^T dX^, then (dS + dS^T) / B [g, g], float32. */
  private final long gradient;

  /**
   * @param memory where {@link #bytes} are this root's, at a multiple of 64
   */
  CovarianceRoot(int size, long memory) {
    this.size = size;
    long square = 8L * size * size;
    vectors = memory;
    roots = aligned(vectors + square);
    first = aligned(roots + 8L * size);
    second = first + square;
    integers = aligned(first + 8L * Squares.workDoubles(size));
    wide = aligned(integers + 4L * Squares.workIntegers(size));
    matrix = aligned(wide + 8L * CHUNK * size);
    gradient = aligned(matrix + 4L * size * size);
  }

  /** How much memory the root of so many units takes. */
  static long bytes(int size) {
    CovarianceRoot measured = new CovarianceRoot(size, 0);
    return aligned(measured.gradient + 4L * size * size);
  }

  private static long aligned(long address) {
    return (address + LINE_BYTES - 1) / LINE_BYTES * LINE_BYTES;
  }

  int size() {
    return size;
  }

  /** R [g, g], float32. */
  long matrix() {
    return matrix;
  }

  /** R[i, j]. */
  float value(int i, int j) {
    return getFloat(matrix, i * size + j);
  }

  /** Where C^T dX^ [g, g] is put for {@link #backward}; then (dS + dS^T) / B. */
  long gradient() {
    return gradient;
  }

  /** C^T C of a batch's centred columns, to be scaled. */
  void accumulate(int rows, Matrix centered, int from) {
    for (int start = 0; start < rows; start += CHUNK) {
      int count = Math.min(CHUNK, rows - start);
      for (int row = 0; row < count; row++) {
        long c = centered.at(start + row, from);
        for (int j = 0; j < size; j++) {
          put(wide, row * size + j, MEMORY.get(ValueLayout.JAVA_FLOAT_UNALIGNED, c + 4L * j));
        }
      }
      Squares.transposedMultiply(count, size, wide, wide, start == 0 ? 0 : 1, vectors);
    }
  }

  /** Takes a covariance from float32 rows that are {@code stride} numbers apart. */
  void load(long covariance, int stride) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        long at = covariance + 4L * ((long) i * stride + j);
        put(vectors, i * size + j, MEMORY.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at));
      }
    }
  }

  /** What was accumulated or loaded, before {@link #invert}. */
  double covariance(int i, int j) {
    return get(vectors, i * size + j);
  }

  /** R of {@code scale} times what was accumulated, plus eps on the diagonal. */
  void invert(double scale, double epsilon) {
    double trace = 0;
    for (int i = 0; i < size * size; i++) {
      put(vectors, i, get(vectors, i) * scale);
    }
    for (int i = 0; i < size; i++) {
      put(vectors, i * size + i, get(vectors, i * size + i) + epsilon);
      trace += get(vectors, i * size + i);
    }
    // A batch that is not finite has no root; the loss will say so, and where it began.
    if (!Double.isFinite(trace) || !Squares.eigenvectors(size, vectors, roots, first, integers)) {
      fill(Float.NaN);
      return;
    }
    for (int k = 0; k < size; k++) {
      // Rounding must not put an eigenvalue below the least one that there can be.
      double root = Math.sqrt(Math.max(get(roots, k), epsilon));
      put(roots, k, root);
      for (int j = 0; j < size; j++) {
        put(first, k * size + j, get(vectors, k * size + j) / Math.sqrt(root));
      }
    }
    Squares.transposedMultiply(size, size, first, first, 0, second);
    for (int i = 0; i < size * size; i++) {
      putFloat(matrix, i, (float) get(second, i));
    }
  }

  private void fill(float value) {
    for (int i = 0; i < size * size; i++) {
      putFloat(matrix, i, value);
      put(vectors, i, value);
    }
    for (int i = 0; i < size; i++) {
      put(roots, i, value);
    }
  }

  /**
   * From C^T dY to (dS + dS^T) / B, where dX^ = gamma dY.
   *
   * @param gamma [g], float32
   */
  void backward(int rows, long gamma) {
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        put(first, i * size + j, (double) getFloat(gradient, i * size + j) * getFloat(gamma, j));
      }
    }
    Squares.multiply(size, vectors, first, second);
    Squares.multiplyTransposed(size, second, vectors, first);
    for (int i = 0; i < size; i++) {
      double ri = get(roots, i);
      for (int j = 0; j < size; j++) {
        double rj = get(roots, j);
        put(first, i * size + j, get(first, i * size + j) / (-ri * rj * (ri + rj)));
      }
    }
    Squares.transposedMultiply(size, size, vectors, first, 0, second);
    Squares.multiply(size, second, vectors, first);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double both = get(first, i * size + j) + get(first, j * size + i);
        putFloat(gradient, i * size + j, (float) (both / rows));
      }
    }
  }

  /** The diagonal of dS, the derivative by a unit's variance, after {@link #backward}. */
  double varianceGradient(int unit, int rows) {
    return getFloat(gradient, unit * size + unit) * rows / 2.0;
  }

  /** (S^-1)[unit, unit]. */
  double inverse(int unit) {
    double sum = 0;
    for (int k = 0; k < size; k++) {
      double share = get(vectors, k * size + unit) / get(roots, k);
      sum += share * share;
    }
    return sum;
  }

  private static double get(long array, int i) {
    return MEMORY.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, array + 8L * i);
  }

  private static void put(long array, int i, double value) {
    MEMORY.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, array + 8L * i, value);
  }

  private static float getFloat(long array, int i) {
    return MEMORY.get(ValueLayout.JAVA_FLOAT_UNALIGNED, array + 4L * i);
  }

  private static void putFloat(long array, int i, float value) {
    MEMORY.set(ValueLayout.JAVA_FLOAT_UNALIGNED, array + 4L * i, value);
  }
}
