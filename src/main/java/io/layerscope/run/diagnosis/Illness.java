package io.layerscope.run.diagnosis;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a training can suffer from. */
enum Illness {
  /** Signals or gradients fade through the layers. */
  @JsonProperty("vanishing")
  VANISHING,
  /** Signals or gradients grow through the layers. */
  @JsonProperty("exploding")
  EXPLODING,
  /** Units whose activation is 0 for every row learn nothing. */
  @JsonProperty("dead")
  DEAD,
  /** Units beyond the bend of their activation learn hardly anything. */
  @JsonProperty("saturated")
  SATURATED,
  /** The loss is not finite, or worse than at the start. */
  @JsonProperty("diverged")
  DIVERGED,
  /** The network learns its rows by heart. */
  @JsonProperty("overfitting")
  OVERFITTING,
  /** Weights hardly move. */
  @JsonProperty("smallUpdates")
  SMALL_UPDATES,
  /** Weights jump. */
  @JsonProperty("largeUpdates")
  LARGE_UPDATES
}
