package io.layerscope.nn.init;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * Whose signals keep their variance: those going forward (fan in) or the gradients going back (fan
 * out).
 */
public enum Fan {
  @JsonProperty("in")
  IN,
  @JsonProperty("out")
  OUT
}
