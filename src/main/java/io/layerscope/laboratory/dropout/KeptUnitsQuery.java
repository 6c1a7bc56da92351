package io.layerscope.laboratory.dropout;

import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.nn.bounds.OutOfBounds;
import io.layerscope.nn.theory.Distribution;
import io.layerscope.nn.theory.KeptUnits;
import org.jspecify.annotations.Nullable;

/**
 * How many units are kept of how many.
 *
 * @param units M; null where their number is Poisson
 * @param lambda the mean number of units; null where their number is given
 * @param dropout p
 * @param maxPoints the most points of a distribution
 * @param samples how often the masks of dropout are drawn and counted
 */
record KeptUnitsQuery(
    @Limit(min = 1, max = KeptUnitsQuery.MOST_UNITS) @Nullable Integer units,
    @Limit(min = 0, max = KeptUnitsQuery.MOST_UNITS) @Nullable Double lambda,
    @Limit(min = 0, max = 1) double dropout,
    @Limit(min = 1, max = KeptUnitsQuery.MOST_POINTS) int maxPoints,
    @Limit(min = 0, max = KeptUnitsQuery.MOST_SAMPLES) int samples,
    long seed) {

  static final int MOST_UNITS = 10_000_000;
  static final int MOST_POINTS = 100_000;
  static final int MOST_SAMPLES = 1_000_000;

  private static final double MOST_MASKS = 1e9;

  KeptUnitsQuery {
    Bounds.check(KeptUnitsQuery.class, "units", units);
    Bounds.check(KeptUnitsQuery.class, "lambda", lambda);
    Bounds.check(KeptUnitsQuery.class, "dropout", dropout);
    Bounds.check(KeptUnitsQuery.class, "maxPoints", maxPoints);
    Bounds.check(KeptUnitsQuery.class, "samples", samples);
    double masks = samples * (units != null ? units : lambda != null ? lambda : 0);
    if (masks > MOST_MASKS) {
      throw new OutOfBounds(
          "samples",
          "times units (or lambda) must be at most 1000000000, but is " + Math.round(masks));
    }
  }

  /** Of the number of kept units. */
  Distribution distribution() {
    return lambda == null ? keptUnits().distribution() : KeptUnits.ofPoissonUnits(lambda, dropout);
  }

  /** Of a given number of units. */
  KeptUnits keptUnits() {
    if (units == null) {
      throw new IllegalStateException("the number of units is Poisson");
    }
    return new KeptUnits(units, dropout);
  }
}
