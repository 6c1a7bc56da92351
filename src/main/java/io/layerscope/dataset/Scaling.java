package io.layerscope.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How numbers are scaled; moments and extremes are those of the training rows. */
public enum Scaling {
  /** (x - mean) / standard deviation. */
  @JsonProperty("standardize")
  STANDARDIZE,
  /** (x - min) / (max - min). */
  @JsonProperty("minMax")
  MIN_MAX,
  /** x / 255. */
  @JsonProperty("divideBy255")
  DIVIDE_BY_255,
  /** 1 where x is above the middle of its column's range, else 0. */
  @JsonProperty("binarize")
  BINARIZE,
  /** x. */
  @JsonProperty("none")
  NONE
}
