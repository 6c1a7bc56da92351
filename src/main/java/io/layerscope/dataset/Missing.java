package io.layerscope.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What stands for a missing number; taken from the training rows. */
public enum Missing {
  @JsonProperty("mean")
  MEAN,
  @JsonProperty("median")
  MEDIAN,
  @JsonProperty("mostFrequent")
  MOST_FREQUENT
}
