package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.Lanes.all;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** What the updates of {@link VectorUpdates} have in common, a vector at a time. */
final class UpdateTerms {

  /** Makes more than 1 of every normal number. */
  private static final float HUGE = 1e38f;

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
    return sign.fma(all(rates.l1), w.fma(all(rates.l2), g.mul(rates.clip)));
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
