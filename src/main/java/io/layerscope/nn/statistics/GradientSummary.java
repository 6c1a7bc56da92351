package io.layerscope.nn.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The size of a gradient.
 *
 * @param norm sqrt(sum g^2), Euclidean
 * @param rms sqrt((1/n) sum g^2)
 * @param maxAbs the greatest absolute value
 * @param finite false if a value was not finite, and then all numbers are null; absent otherwise
 */
public record GradientSummary(
    @Nullable Double norm,
    @Nullable Double rms,
    @Nullable Double mean,
    @Nullable Double maxAbs,
    @Nullable Histogram histogram,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean finite) {

  /** Of the first {@code length} values (at least one), with a histogram of so many bins. */
  public static GradientSummary of(float[] values, int length, int bins) {
    Moments moments = Moments.of(values, length);
    if (!moments.areFinite()) {
      return new GradientSummary(null, null, null, null, null, false);
    }
    return new GradientSummary(
        Math.sqrt(moments.secondMoment() * length),
        moments.rms(),
        moments.mean(),
        (double) Math.max(-moments.min(), moments.max()),
        Histogram.between(values, length, bins, moments.min(), moments.max()),
        null);
  }
}
