package io.layerscope.run.diagnosis;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a training can suffer from. */
enum Illness {
  /** Signals or gradients fade through the layers. */
  @JsonProperty("vanishing")
  VANISHING("vanishing"),
  /** Signals or gradients grow through the layers. */
  @JsonProperty("exploding")
  EXPLODING("exploding"),
  /** Units whose activation is 0 for every row learn nothing. */
  @JsonProperty("dead")
  DEAD("dead units"),
  /** Units beyond the bend of their activation learn hardly anything. */
  @JsonProperty("saturated")
  SATURATED("saturated units"),
  /** The loss is not finite, or worse than at the start. */
  @JsonProperty("diverged")
  DIVERGED("diverged"),
  /** The network learns its rows by heart. */
  @JsonProperty("overfitting")
  OVERFITTING("overfitting"),
  /** Weights hardly move. */
  @JsonProperty("smallUpdates")
  SMALL_UPDATES("updates too small"),
  /** Weights jump. */
  @JsonProperty("largeUpdates")
  LARGE_UPDATES("updates too large");

  private final String words;

  Illness(String words) {
    this.words = words;
  }

  /** What it is called in a sentence. */
  String words() {
    return words;
  }
}
