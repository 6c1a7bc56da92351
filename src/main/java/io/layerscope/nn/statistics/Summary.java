package io.layerscope.nn.statistics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A distribution of values in numbers: over the batch and the units of a layer, or over its
 * weights.
 *
 * @param mean (1/n) sum x
 * @param variance (1/n) sum (x - mean)^2
 * @param rms sqrt((1/n) sum x^2)
 * @param percentiles by the percentage as text, linearly interpolated
 * @param finite false if a value was not finite, and then all numbers are null; absent otherwise
 */
public record Summary(
    @Nullable Double mean,
    @Nullable Double variance,
    @Nullable Double rms,
    @Nullable Double min,
    @Nullable Double max,
    Map<String, @Nullable Double> percentiles,
    @Nullable Histogram histogram,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean finite) {

  public Summary {
    percentiles = Collections.unmodifiableMap(new LinkedHashMap<>(percentiles));
  }

  /** Of the first {@code length} values (at least one), with a histogram of so many bins. */
  public static Summary of(float[] values, int length, int bins, Scratch scratch) {
    Moments moments = Moments.of(values, length);
    if (!moments.areFinite()) {
      return new Summary(null, null, null, null, null, Percentiles.unknown(), null, false);
    }
    return new Summary(
        moments.mean(),
        moments.variance(),
        moments.rms(),
        moments.min() + 0.0,
        moments.max() + 0.0,
        Percentiles.of(values, length, scratch),
        Histogram.between(values, length, bins, moments.min(), moments.max()),
        null);
  }
}
