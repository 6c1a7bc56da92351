package io.layerscope.nn.array.kernel;

/**
 * Loops over n neighbouring float32 numbers. All pointers are addresses; none may overlap another
 * but where one is both read and written by name.
 */
public interface Elements {

  /** y = (z - shift) * scale + offset, all per element; y may be z. */
  void affine(long z, long y, int n, long shift, long scale, long offset);

  /** h = f(y); h may be y. */
  void activate(Curve curve, float parameter, long y, long h, int n);

  /** d = d * scale where h is above 0, else 0: the derivative of ReLU and dropout together. */
  void reluSlope(long h, long d, int n, float scale);

  /** d = d * f'(y). */
  void slope(Curve curve, float parameter, long y, long d, int n);

  /**
   * y = y * m * scale, where m is 0 for the share threshold / 2^32 of all counters and 1 for the
   * others.
   *
   * @param counter the number of the first element among all that share the key
   * @param threshold as an unsigned number
   */
  void drop(long y, int n, int counter, long key, int threshold, float scale);

  /** The greatest of the numbers; NaN when one is. */
  float maximum(long y, int n);

  /** out = e^(y - shift); their sum. */
  float exponentials(long y, long out, int n, float shift);

  /** The sum of the squares. */
  double squares(long y, int n);

  /** The sum of the absolute values. */
  double absolutes(long y, int n);

  /** The sum of the absolute differences. */
  double absoluteDifferences(long a, long b, int n);

  /** y = y * factor. */
  void scale(long y, int n, float factor);

  /** y = y * factor, and 0 where y, which is not negative, is below the least. */
  void flush(long y, int n, float least, float factor);

  /**
   * Softmax of rows: e = e^(y - greatest) of each row, out = e / sum * factor, and 0 where e is
   * below the least.
   *
   * @param stride how far apart rows are, of y and of out
   * @param factors one for each row
   * @param greatest takes the greatest number of each row that has no NaN
   * @param sums takes the sum of e of each row; NaN where a number of the row is
   */
  default void softmax(
      long y,
      long out,
      int rows,
      int stride,
      int n,
      float least,
      float[] factors,
      float[] greatest,
      float[] sums) {
    for (int r = 0; r < rows; r++) {
      long at = 4L * r * stride;
      greatest[r] = maximum(y + at, n);
      sums[r] = exponentials(y + at, out + at, n, greatest[r]);
      flush(out + at, n, least, factors[r] / sums[r]);
    }
  }
}
