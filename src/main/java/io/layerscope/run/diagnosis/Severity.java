package io.layerscope.run.diagnosis;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much an illness matters. */
enum Severity {
  /** Training goes on worse than it could. */
  @JsonProperty("warning")
  WARNING("Warning"),
  /** Nothing is learned, or what was learned is lost. */
  @JsonProperty("critical")
  CRITICAL("Critical");

  private final String words;

  Severity(String words) {
    this.words = words;
  }

  /** What begins a sentence about it. */
  String words() {
    return words;
  }
}
