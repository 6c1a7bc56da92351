package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.Lanes.all;
import static io.layerscope.nn.array.kernel.Lanes.load;
import static io.layerscope.nn.array.kernel.Lanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** What the updates of {@link VectorUpdates} have in common, a vector at a time. */
final class UpdateTerms {

  /** Makes more than 1 of every normal number. */
  private static final float HUGE = 1e38f;

  /** Added to a gradient and taken away again, it leaves multiples of 7e-18. */
  private static final float SMALL = 1e-10f;

  private static final int ONE = Float.floatToRawIntBits(1f);
  private static final int LEAST_ROOT = Float.floatToRawIntBits(Updates.LEAST_ROOT);

  private UpdateTerms() {}

  /**
   * The gradient as the update uses it. The sign of a weight without a mask, and no branch: where
   * two vectors meet, one of them is made an object. The lesser of two floats as the lesser of
   * their bits: processors have no instruction for Java's rules about NaN and -0.
   */
  static FloatVector effective(FloatVector w, FloatVector g, Rates rates) {
    IntVector huge = w.mul(HUGE).reinterpretAsInts();
    IntVector size = huge.and(Integer.MAX_VALUE).min(ONE);
    FloatVector sign = size.or(huge.and(Integer.MIN_VALUE)).reinterpretAsFloats();
    return sign.fma(all(rates.l1), smooth(w, g, rates));
  }

  /** The gradient as the update uses it without an L1 penalty. */
  static FloatVector smooth(FloatVector w, FloatVector g, Rates rates) {
    return w.fma(all(rates.l2), g.mul(rates.clip));
  }

  /** The weight after Adam's step; the moments at m and v are brought up to date. */
  static FloatVector adamStep(FloatVector weight, FloatVector used, long m, long v, Rates rates) {
    FloatVector first = load(m);
    first = normal(used.sub(first).fma(all(1 - rates.first), first));
    store(first, m);
    FloatVector second = square(used).fma(all(1 - rates.second), load(v).mul(rates.second));
    store(second, v);
    FloatVector root = second.sqrt().fma(all(rates.correction), all(rates.epsilon));
    return first.div(root).fma(all(-rates.rate), weight.mul(rates.shrink));
  }

  /**
   * A sum of squares and one more, without what would have a square below the normal numbers; a
   * mask for it costs ten times this.
   */
  static FloatVector addSquare(FloatVector sum, FloatVector gradient) {
    FloatVector large = gradient.add(SMALL).sub(SMALL);
    return large.fma(large, sum);
  }

  /** A state without what lies below the normal numbers; without a mask, which costs more. */
  static FloatVector normal(FloatVector state) {
    return state.add(Updates.NEGLIGIBLE).sub(Updates.NEGLIGIBLE);
  }

  static FloatVector square(FloatVector used) {
    IntVector size = used.reinterpretAsInts().and(Integer.MAX_VALUE);
    FloatVector root = size.max(LEAST_ROOT).reinterpretAsFloats();
    return root.mul(root);
  }

  static FloatVector decay(FloatVector average, FloatVector value, float keep) {
    return square(value).fma(all(1 - keep), average.mul(keep));
  }
}
