package io.layerscope.nn.array.kernel;

import static io.layerscope.nn.array.kernel.Lanes.all;

import jdk.incubator.vector.FloatVector;

/** What the updates of {@link VectorUpdates} have in common, a vector at a time. */
final class UpdateTerms {

  /** Makes more than 1 of every normal number. */
  private static final float HUGE = 1e38f;

  private UpdateTerms() {}

  /**
   * The gradient as the update uses it. The sign of a weight without a mask, and no branch: where
   * two vectors meet, one of them is made an object.
   */
  static FloatVector effective(FloatVector w, FloatVector g, Rates rates) {
    FloatVector sign = w.mul(HUGE).max(-1f).min(1f);
    return sign.fma(all(rates.l1), w.fma(all(rates.l2), g.mul(rates.clip)));
  }

  /** A state without what lies below the normal numbers; without a mask, which costs more. */
  static FloatVector normal(FloatVector state) {
    return state.add(Updates.NEGLIGIBLE).sub(Updates.NEGLIGIBLE);
  }

  static FloatVector square(FloatVector used) {
    FloatVector root = used.abs().max(Updates.LEAST_ROOT);
    return root.mul(root);
  }

  static FloatVector decay(FloatVector average, FloatVector value, float keep) {
    return square(value).fma(all(1 - keep), average.mul(keep));
  }
}
