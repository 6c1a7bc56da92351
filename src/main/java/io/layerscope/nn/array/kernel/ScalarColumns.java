package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.ScalarElements.get;
import static io.layerscope.nn.array.kernel.ScalarElements.set;

/** {@link Columns} with plain loops; sums in double. */
final class ScalarColumns implements Columns {

  @Override
  public void add(long z, int rows, int stride, int n, long offset) {
    for (int r = 0; r < rows; r++) {
      long row = z + 4L * r * stride;
      for (int c = 0; c < n; c++) {
        set(row, c, get(row, c) + get(offset, c));
      }
    }
  }

  @Override
  public void moments(long z, int rows, int stride, int n, long mean, long variance) {
    for (int c = 0; c < n; c++) {
      float average = (float) (sum(z, rows, stride, c) / rows);
      double squares = 0;
      for (int r = 0; r < rows; r++) {
        double deviation = at(z, r, stride, c) - average;
        squares += deviation * deviation;
      }
      set(mean, c, average);
      set(variance, c, (float) (squares / rows));
    }
  }

  @Override
  public void sums(long d, int rows, int stride, int n, long sum) {
    for (int c = 0; c < n; c++) {
      set(sum, c, (float) sum(d, rows, stride, c));
    }
  }

  @Override
  public void normalizationSums(
      long d,
      long z,
      int rows,
      int stride,
      int n,
      long mean,
      long inverse,
      long dgamma,
      long dbeta) {
    for (int c = 0; c < n; c++) {
      double products = 0;
      for (int r = 0; r < rows; r++) {
        products += (double) at(d, r, stride, c) * (at(z, r, stride, c) - get(mean, c));
      }
      set(dgamma, c, (float) (products * get(inverse, c)));
      set(dbeta, c, (float) sum(d, rows, stride, c));
    }
  }

  @Override
  public void normalizationGradient(
      long d,
      long z,
      int rows,
      int stride,
      int n,
      long mean,
      long inverse,
      long scale,
      long dgamma,
      long dbeta) {
    for (int r = 0; r < rows; r++) {
      long row = 4L * r * stride;
      for (int c = 0; c < n; c++) {
        float normalized = (get(z + row, c) - get(mean, c)) * get(inverse, c);
        float centred = get(d + row, c) - get(dbeta, c) / rows - normalized * get(dgamma, c) / rows;
        set(d + row, c, get(scale, c) * centred);
      }
    }
  }

  private static double sum(long matrix, int rows, int stride, int column) {
    double sum = 0;
    for (int r = 0; r < rows; r++) {
      sum += at(matrix, r, stride, column);
    }
    return sum;
  }

  private static float at(long matrix, int row, int stride, int column) {
    return get(matrix + 4L * row * stride, column);
  }
}
