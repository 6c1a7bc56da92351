package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.Lanes.COUNT;
import static io.layerscope.nn.array.kernel.Lanes.all;
import static io.layerscope.nn.array.kernel.Lanes.load;
import static io.layerscope.nn.array.kernel.Lanes.mask;
import static io.layerscope.nn.array.kernel.Lanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The parts of a softmax for {@link VectorElements}. As with {@link VectorUpdates}, the JVM is told
 * not to inline these methods, and what they are made of is in {@link Lanes}.
 */
final class VectorSoftmax {

  private VectorSoftmax() {}

  static float maximum(long y, int n) {
    // As whole numbers in the same order: the greatest of floats is a dozen instructions, for NaN.
    IntVector greatest = IntVector.broadcast(Lanes.INTS, Integer.MIN_VALUE);
    VectorMask<Float> nan = Lanes.FLOATS.maskAll(false);
    for (int i = 0; i < n; i += COUNT) {
      VectorMask<Float> m = mask(i, n);
      FloatVector v = load(y + 4L * i, m);
      nan = nan.or(v.test(VectorOperators.IS_NAN));
      IntVector ordered = Lanes.ordered(v.reinterpretAsInts());
      greatest = greatest.lanewise(VectorOperators.MAX, ordered, m.cast(Lanes.INTS));
    }
    if (nan.anyTrue()) {
      return Float.NaN;
    }
    return Lanes.unordered(greatest.reduceLanes(VectorOperators.MAX));
  }

  static float exponentials(long y, long out, int n, float shift) {
    FloatVector sum = all(0f);
    for (int i = 0; i < n; i += COUNT) {
      VectorMask<Float> m = mask(i, n);
      FloatVector e = Lanes.exp(load(y + 4L * i, m).sub(shift));
      store(e, out + 4L * i, m);
      sum = sum.add(e, m);
    }
    return Lanes.sum(sum);
  }

  static void flush(long y, int n, float least, float factor) {
    for (int i = 0; i < n; i += COUNT) {
      VectorMask<Float> m = mask(i, n);
      FloatVector e = load(y + 4L * i, m);
      VectorMask<Float> off = e.compare(VectorOperators.LT, least);
      // Not a product that is thrown away: below the normal numbers it takes a hundred times as
      // long.
      store(e.mul(all(factor).blend(0f, off)), y + 4L * i, m);
    }
  }

  /** Of rows that fit into one vector. A NaN may not be seen here: it is in its row's sum. */
  static void maxima(long y, int rows, int stride, int n, float[] greatest) {
    VectorMask<Float> m = mask(0, n);
    VectorMask<Integer> whole = m.cast(Lanes.INTS);
    IntVector least = IntVector.broadcast(Lanes.INTS, Integer.MIN_VALUE);
    for (int r = 0; r < rows; r++) {
      IntVector row = load(y + 4L * r * stride, m).reinterpretAsInts();
      IntVector ordered = least.blend(Lanes.ordered(row), whole);
      greatest[r] = Lanes.unordered(ordered.reduceLanes(VectorOperators.MAX));
    }
  }

  /** Of rows that fit into one vector, with the bits of the method for one row. */
  static void exponentials(
      long y, long out, int rows, int stride, int n, float[] greatest, float[] sums) {
    VectorMask<Float> m = mask(0, n);
    FloatVector none = all(0f);
    for (int r = 0; r < rows; r++) {
      long at = 4L * r * stride;
      FloatVector e = Lanes.exp(load(y + at, m).sub(greatest[r]));
      store(e, out + at, m);
      sums[r] = Lanes.sum(none.blend(e, m));
    }
  }

  /** Of rows that fit into one vector, each by its factor and its sum. */
  static void flush(
      long out, int rows, int stride, int n, float least, float[] factors, float[] sums) {
    VectorMask<Float> m = mask(0, n);
    for (int r = 0; r < rows; r++) {
      float factor = factors[r] / sums[r];
      long at = 4L * r * stride;
      FloatVector e = load(out + at, m);
      VectorMask<Float> off = e.compare(VectorOperators.LT, least);
      store(e.mul(all(factor).blend(0f, off)), out + at, m);
    }
  }
}
