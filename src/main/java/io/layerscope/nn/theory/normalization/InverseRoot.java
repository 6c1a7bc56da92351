package io.layerscope.nn.theory.normalization;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dsyevd;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

/**
 * R = S^(-1/2) of a symmetric positive matrix, from LAPACK's eigenvectors.
 *
 * @param size g
 * @param vectors U [g, g] with the k-th eigenvector in column k: U[i,k] at k * g + i
 * @param roots r = sqrt(lam) [g], ascending
 */
record InverseRoot(int size, double[] vectors, double[] roots) {

  /** Of S [g, g]. */
  static InverseRoot of(double[] s, int size) {
    double[] vectors = s.clone();
    double[] roots = new double[size];
    int info = LAPACKE_dsyevd(LAPACK_COL_MAJOR, (byte) 'V', (byte) 'L', size, vectors, size, roots);
    if (info != 0) {
      throw new ArithmeticException(
          "The eigenvalues of the covariance did not converge: dsyevd " + info);
    }
    for (int k = 0; k < size; k++) {
      roots[k] = Math.sqrt(roots[k]);
    }
    return new InverseRoot(size, vectors, roots);
  }

  /** lam^(-1/2) [g]. */
  double[] amplification() {
    double[] amplification = new double[size];
    for (int k = 0; k < size; k++) {
      amplification[k] = 1 / roots[k];
    }
    return amplification;
  }

  /** R = U diag(1/r) U^T [g, g]. */
  double[] matrix() {
    double[] diagonal = new double[size * size];
    for (int k = 0; k < size; k++) {
      diagonal[k * size + k] = 1 / roots[k];
    }
    return rotated(diagonal, false);
  }

  /**
   * dS = U ( F * (U^T dR U) ) U^T with F[i,j] = -1 / ( r_i r_j (r_i + r_j) ): the divided
   * difference of lam^(-1/2), written without the 0/0 that equal eigenvalues give in the usual
   * form.
   */
  double[] backward(double[] dR) {
    double[] inner = rotated(dR, true);
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        inner[i * size + j] /= -roots[i] * roots[j] * (roots[i] + roots[j]);
      }
    }
    return rotated(inner, false);
  }

  /** U^T A U into the eigenvectors' axes, or U A U^T out of them. */
  private double[] rotated(double[] a, boolean into) {
    // Column by column, LAPACK's U is U^T row by row.
    Batch transposed = new Batch(size, size, vectors);
    Batch plain = new Batch(size, size, new double[size * size]);
    for (int i = 0; i < size; i++) {
      for (int k = 0; k < size; k++) {
        plain.set(i, k, vectors[k * size + i]);
      }
    }
    Batch left = into ? transposed : plain;
    Batch right = into ? plain : transposed;
    return left.times(a).times(right.values()).values();
  }
}
