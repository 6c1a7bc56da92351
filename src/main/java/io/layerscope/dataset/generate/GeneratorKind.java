package io.layerscope.dataset.generate;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A family of synthetic data sets. */
public enum GeneratorKind {
  @JsonProperty("blobs")
  BLOBS(1.0, 3, 2, true, true),
  @JsonProperty("moons")
  MOONS(0.1, 2, 2, false, false),
  @JsonProperty("circles")
  CIRCLES(0.1, 2, 2, false, false),
  @JsonProperty("spirals")
  SPIRALS(0.2, 3, 2, true, false),
  @JsonProperty("xor")
  XOR(0.0, 2, 2, false, false),
  @JsonProperty("gaussian")
  GAUSSIAN(0.1, 2, 10, true, true);

  private final double noise;
  private final int classes;
  private final int features;
  private final boolean anyClasses;
  private final boolean anyFeatures;

  GeneratorKind(double noise, int classes, int features, boolean anyClasses, boolean anyFeatures) {
    this.noise = noise;
    this.classes = classes;
    this.features = features;
    this.anyClasses = anyClasses;
    this.anyFeatures = anyFeatures;
  }

  /** The noise where none is asked for. */
  double noise() {
    return noise;
  }

  /** The number of classes where none is asked for. */
  int classes() {
    return classes;
  }

  /** The number of features where none is asked for. */
  int features() {
    return features;
  }

  /** Whether the number of classes is free. */
  boolean anyClasses() {
    return anyClasses;
  }

  /** Whether the number of features is free. */
  boolean anyFeatures() {
    return anyFeatures;
  }
}
