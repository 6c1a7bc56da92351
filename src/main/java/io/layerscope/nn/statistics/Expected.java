package io.layerscope.nn.statistics;

import org.jspecify.annotations.Nullable;

/**
 * What variance propagation forecasts for a layer before the first step; null afterwards, and where
 * there is no forecast.
 *
 * @param preActivationSecondMoment E[z^2]
 * @param gradientSecondMoment E[dz^2]
 */
public record Expected(
    @Nullable Double preActivationSecondMoment, @Nullable Double gradientSecondMoment) {

  /** No forecast at all. */
  public static final Expected NONE = new Expected(null, null);
}
