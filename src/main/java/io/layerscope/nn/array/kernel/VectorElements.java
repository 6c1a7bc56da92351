package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.Lanes.BYTES;
import static io.layerscope.nn.array.kernel.Lanes.COUNT;
import static io.layerscope.nn.array.kernel.Lanes.all;
import static io.layerscope.nn.array.kernel.Lanes.load;
import static io.layerscope.nn.array.kernel.Lanes.mask;
import static io.layerscope.nn.array.kernel.Lanes.store;
import static io.layerscope.nn.array.kernel.Lanes.whole;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** {@link Elements} with vectors. */
final class VectorElements implements Elements {

  @Override
  public void affine(long z, long y, int n, long shift, long scale, long offset) {
    int end = whole(n);
    int i = 0;
    for (long at = 0; i < end; i += COUNT, at += BYTES) {
      store(load(z + at).sub(load(shift + at)).fma(load(scale + at), load(offset + at)), y + at);
    }
    if (i < n) {
      long at = 4L * i;
      VectorMask<Float> m = mask(i, n);
      FloatVector centred = load(z + at, m).sub(load(shift + at, m));
      store(centred.fma(load(scale + at, m), load(offset + at, m)), y + at, m);
    }
  }

  @Override
  public void activate(Curve curve, float parameter, long y, long h, int n) {
    if (curve == Curve.RELU) {
      relu(y, h, n);
    } else if (curve != Curve.IDENTITY || y != h) {
      curved(curve, parameter, y, h, n);
    }
  }

  @Override
  public void reluSlope(long h, long d, int n, float scale) {
    int end = whole(n);
    int i = 0;
    for (long at = 0; i < end; i += COUNT, at += BYTES) {
      VectorMask<Float> off = load(h + at).compare(VectorOperators.LE, 0f);
      store(load(d + at).mul(scale).blend(0f, off), d + at);
    }
    if (i < n) {
      long at = 4L * i;
      VectorMask<Float> m = mask(i, n);
      VectorMask<Float> off = load(h + at, m).compare(VectorOperators.LE, 0f);
      store(load(d + at, m).mul(scale).blend(0f, off), d + at, m);
    }
  }

  private static void relu(long y, long h, int n) {
    int end = whole(n);
    int i = 0;
    for (long at = 0; i < end; i += COUNT, at += BYTES) {
      // max would turn NaN into 0 on some processors: a diverged network must stay visible.
      FloatVector v = load(y + at);
      store(v.blend(0f, v.compare(VectorOperators.LE, 0f)), h + at);
    }
    if (i < n) {
      VectorMask<Float> m = mask(i, n);
      FloatVector v = load(y + 4L * i, m);
      store(v.blend(0f, v.compare(VectorOperators.LE, 0f)), h + 4L * i, m);
    }
  }

  private static void curved(Curve curve, float parameter, long y, long h, int n) {
    for (int i = 0; i < n; i += COUNT) {
      VectorMask<Float> m = mask(i, n);
      FloatVector v = load(y + 4L * i, m);
      FloatVector f =
          switch (curve) {
            case LEAKY_RELU -> below(v, v.mul(parameter));
            case ELU -> below(v, Lanes.expm1(v).mul(parameter));
            case GELU -> v.mul(Lanes.normalDistribution(v));
            case TANH -> Lanes.tanh(v);
            case SIGMOID -> Lanes.sigmoid(v);
            case SOFTSIGN -> v.div(v.abs().add(1f));
            case IDENTITY, RELU -> v;
          };
      store(f, h + 4L * i, m);
    }
  }

  private static FloatVector below(FloatVector v, FloatVector negative) {
    return v.blend(negative, v.compare(VectorOperators.LE, 0f));
  }

  @Override
  public void slope(Curve curve, float parameter, long y, long d, int n) {
    if (curve == Curve.IDENTITY) {
      return;
    }
    for (int i = 0; i < n; i += COUNT) {
      VectorMask<Float> m = mask(i, n);
      FloatVector v = load(y + 4L * i, m);
      FloatVector f =
          switch (curve) {
            case RELU -> below(all(1f), v, all(0f));
            case LEAKY_RELU -> below(all(1f), v, all(parameter));
            case ELU -> below(all(1f), v, Lanes.exp(v).mul(parameter));
            case GELU -> v.fma(Lanes.normalDensity(v), Lanes.normalDistribution(v));
            case TANH -> tanhSlope(Lanes.tanh(v));
            case SIGMOID -> sigmoidSlope(Lanes.sigmoid(v));
            case SOFTSIGN -> softsignSlope(v);
            case IDENTITY -> all(1f);
          };
      store(load(d + 4L * i, m).mul(f), d + 4L * i, m);
    }
  }

  private static FloatVector below(FloatVector above, FloatVector y, FloatVector negative) {
    return above.blend(negative, y.compare(VectorOperators.LE, 0f));
  }

  private static FloatVector tanhSlope(FloatVector t) {
    return all(1f).sub(t.mul(t));
  }

  private static FloatVector sigmoidSlope(FloatVector s) {
    return s.mul(all(1f).sub(s));
  }

  private static FloatVector softsignSlope(FloatVector y) {
    FloatVector r = all(1f).div(y.abs().add(1f));
    return r.mul(r);
  }

  @Override
  public void drop(long y, int n, int counter, long key, int threshold, float scale) {
    int high = (int) (key >>> 32);
    int limit = threshold ^ Integer.MIN_VALUE;
    IntVector first = IntVector.broadcast(Lanes.INTS, counter).addIndex(1);
    IntVector product = first.mul(Masks.SPREAD).add((int) key);
    int end = whole(n);
    int i = 0;
    for (long at = y; i < end; i += COUNT, at += BYTES) {
      VectorMask<Float> dropped = dropped(product, high, limit);
      store(load(at).mul(scale).blend(0f, dropped), at);
      product = product.add(COUNT * Masks.SPREAD);
    }
    if (i < n) {
      VectorMask<Float> m = mask(i, n);
      VectorMask<Float> dropped = dropped(product, high, limit);
      store(load(y + 4L * i, m).mul(scale).blend(0f, dropped), y + 4L * i, m);
    }
  }

  private static VectorMask<Float> dropped(IntVector product, int high, int limit) {
    IntVector x = product.lanewise(VectorOperators.XOR, product.lanewise(VectorOperators.LSHR, 16));
    x = x.mul(Masks.FIRST);
    x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 13));
    x = x.lanewise(VectorOperators.XOR, high).mul(Masks.SECOND);
    x = x.lanewise(VectorOperators.XOR, x.lanewise(VectorOperators.LSHR, 16));
    return x.lanewise(VectorOperators.XOR, Integer.MIN_VALUE)
        .compare(VectorOperators.LT, limit)
        .cast(Lanes.FLOATS);
  }

  @Override
  public double squares(long y, int n) {
    double total = 0;
    for (int start = 0; start < n; start += Masks.CHUNK) {
      int end = Math.min(n, start + Masks.CHUNK);
      FloatVector sum = all(0f);
      for (int i = start; i < end; i += COUNT) {
        FloatVector v = load(y + 4L * i, mask(i, end));
        sum = v.fma(v, sum);
      }
      total += Lanes.sum(sum);
    }
    return total;
  }

  @Override
  public double absolutes(long y, int n) {
    double total = 0;
    for (int start = 0; start < n; start += Masks.CHUNK) {
      int end = Math.min(n, start + Masks.CHUNK);
      FloatVector sum = all(0f);
      for (int i = start; i < end; i += COUNT) {
        sum = sum.add(load(y + 4L * i, mask(i, end)).abs());
      }
      total += Lanes.sum(sum);
    }
    return total;
  }

  @Override
  public double absoluteDifferences(long a, long b, int n) {
    double total = 0;
    for (int start = 0; start < n; start += Masks.CHUNK) {
      int end = Math.min(n, start + Masks.CHUNK);
      FloatVector sum = all(0f);
      for (int i = start; i < end; i += COUNT) {
        VectorMask<Float> m = mask(i, end);
        sum = sum.add(load(a + 4L * i, m).sub(load(b + 4L * i, m)).abs());
      }
      total += Lanes.sum(sum);
    }
    return total;
  }

  @Override
  public void scale(long y, int n, float factor) {
    for (int i = 0; i < n; i += COUNT) {
      VectorMask<Float> m = mask(i, n);
      store(load(y + 4L * i, m).mul(factor), y + 4L * i, m);
    }
  }

  @Override
  public float maximum(long y, int n) {
    return VectorSoftmax.maximum(y, n);
  }

  @Override
  public float exponentials(long y, long out, int n, float shift) {
    return VectorSoftmax.exponentials(y, out, n, shift);
  }

  @Override
  public void flush(long y, int n, float least, float factor) {
    VectorSoftmax.flush(y, n, least, factor);
  }

  @Override
  public void softmax(
      long y,
      long out,
      int rows,
      int stride,
      int n,
      float least,
      float[] factors,
      float[] greatest,
      float[] sums) {
    if (n > COUNT) {
      Elements.super.softmax(y, out, rows, stride, n, least, factors, greatest, sums);
      return;
    }
    // A step for all rows before the next step, so that rows do not wait for each other. The three
    // in one loop are more than the compiler inlines.
    VectorSoftmax.maxima(y, rows, stride, n, greatest);
    VectorSoftmax.exponentials(y, out, rows, stride, n, greatest, sums);
    VectorSoftmax.flush(out, rows, stride, n, least, factors, sums);
  }
}
