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
      store(e.mul(factor).blend(0f, off), y + 4L * i, m);
    }
  }
}
