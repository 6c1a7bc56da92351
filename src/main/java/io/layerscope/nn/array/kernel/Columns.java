package io.layerscope.nn.array.kernel;

/**
 * Loops over the columns of a row-major matrix, or of a block of its columns: n columns of a matrix
 * whose rows are {@code stride} numbers apart. Per-column vectors have n numbers.
 */
public interface Columns {

  /** Adds a number of its own to each column. */
  void add(long z, int rows, int stride, int n, long offset);

  /** The mean of each column, and the mean of the squared deviations from it. */
  void moments(long z, int rows, int stride, int n, long mean, long variance);

  /** The sum of each column. */
  void sums(long d, int rows, int stride, int n, long sum);

  /** dgamma = sum of d * x^, dbeta = sum of d, where x^ = (z - mean) * inverse. */
  void normalizationSums(
      long d,
      long z,
      int rows,
      int stride,
      int n,
      long mean,
      long inverse,
      long dgamma,
      long dbeta);

  /** d = scale * (d - dbeta / rows - x^ * dgamma / rows), where x^ = (z - mean) * inverse. */
  void normalizationGradient(
      long d,
      long z,
      int rows,
      int stride,
      int n,
      long mean,
      long inverse,
      long scale,
      long dgamma,
      long dbeta);
}
