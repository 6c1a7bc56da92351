package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.Lanes.COUNT;
import static io.layerscope.nn.array.kernel.Lanes.all;
import static io.layerscope.nn.array.kernel.Lanes.load;
import static io.layerscope.nn.array.kernel.Lanes.mask;
import static io.layerscope.nn.array.kernel.Lanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * {@link Columns} with vectors: one vector of neighbouring columns at a time, down the rows. Sums
 * are taken in chunks of rows, so that float32 does not lose small terms in a long batch.
 */
final class VectorColumns implements Columns {

  private static final int CHUNK_ROWS = 64;

  @Override
  public void add(long z, int rows, int stride, int n, long offset) {
    int end = Lanes.whole(n);
    VectorMask<Float> rest = mask(end, n);
    for (int r = 0; r < rows; r++) {
      long row = z + 4L * r * stride;
      for (long at = 0; at < 4L * end; at += Lanes.BYTES) {
        store(load(row + at).add(load(offset + at)), row + at);
      }
      if (end < n) {
        long at = 4L * end;
        store(load(row + at, rest).add(load(offset + at, rest)), row + at, rest);
      }
    }
  }

  @Override
  public void moments(long z, int rows, int stride, int n, long mean, long variance) {
    for (int c = 0; c < n; c += COUNT) {
      VectorMask<Float> m = mask(c, n);
      FloatVector average = sum(z + 4L * c, rows, stride, m).mul(1f / rows);
      store(average, mean + 4L * c, m);
      FloatVector total = all(0f);
      for (int start = 0; start < rows; start += CHUNK_ROWS) {
        int end = Math.min(rows, start + CHUNK_ROWS);
        FloatVector chunk = all(0f);
        for (int r = start; r < end; r++) {
          FloatVector d = load(z + 4L * ((long) r * stride + c), m).sub(average);
          chunk = d.fma(d, chunk);
        }
        total = total.add(chunk);
      }
      store(total.mul(1f / rows), variance + 4L * c, m);
    }
  }

  @Override
  public void sums(long d, int rows, int stride, int n, long sum) {
    for (int c = 0; c < n; c += COUNT) {
      VectorMask<Float> m = mask(c, n);
      store(sum(d + 4L * c, rows, stride, m), sum + 4L * c, m);
    }
  }

  private static FloatVector sum(long column, int rows, int stride, VectorMask<Float> m) {
    FloatVector total = all(0f);
    for (int start = 0; start < rows; start += CHUNK_ROWS) {
      int end = Math.min(rows, start + CHUNK_ROWS);
      FloatVector even = all(0f);
      FloatVector odd = all(0f);
      int r = start;
      for (; r + 1 < end; r += 2) {
        even = even.add(load(column + 4L * r * stride, m));
        odd = odd.add(load(column + 4L * (r + 1) * stride, m));
      }
      if (r < end) {
        even = even.add(load(column + 4L * r * stride, m));
      }
      total = total.add(even.add(odd));
    }
    return total;
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
    for (int c = 0; c < n; c += COUNT) {
      VectorMask<Float> m = mask(c, n);
      FloatVector average = load(mean + 4L * c, m);
      FloatVector products = all(0f);
      FloatVector sums = all(0f);
      for (int start = 0; start < rows; start += CHUNK_ROWS) {
        int end = Math.min(rows, start + CHUNK_ROWS);
        FloatVector chunkProducts = all(0f);
        FloatVector chunkSums = all(0f);
        for (int r = start; r < end; r++) {
          long at = 4L * ((long) r * stride + c);
          FloatVector upstream = load(d + at, m);
          chunkSums = chunkSums.add(upstream);
          chunkProducts = load(z + at, m).sub(average).fma(upstream, chunkProducts);
        }
        products = products.add(chunkProducts);
        sums = sums.add(chunkSums);
      }
      store(products.mul(load(inverse + 4L * c, m)), dgamma + 4L * c, m);
      store(sums, dbeta + 4L * c, m);
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
    float share = 1f / rows;
    for (int c = 0; c < n; c += COUNT) {
      VectorMask<Float> m = mask(c, n);
      FloatVector average = load(mean + 4L * c, m);
      FloatVector factor = load(scale + 4L * c, m);
      FloatVector level = load(dbeta + 4L * c, m).mul(share);
      FloatVector tilt = load(dgamma + 4L * c, m).mul(load(inverse + 4L * c, m)).mul(-share);
      for (int r = 0; r < rows; r++) {
        long at = 4L * ((long) r * stride + c);
        FloatVector upstream = load(d + at, m).sub(level);
        FloatVector centred = load(z + at, m).sub(average);
        store(centred.fma(tilt, upstream).mul(factor), d + at, m);
      }
    }
  }
}
