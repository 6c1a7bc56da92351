package io.layerscope.dataset.generate;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.nn.bounds.OutOfBounds;
import org.jspecify.annotations.Nullable;

/**
 * Which synthetic data set to make.
 *
 * @param kind the family
 * @param samples rows; 1000 by default
 * @param noise its meaning and default are the kind's
 * @param classes 3 by default for blobs and spirals, 2 for gaussian; the other kinds have 2
 * @param features 2 by default for blobs, 10 for gaussian; the other kinds have 2
 * @param seed decides every number; 0 by default
 */
public record GeneratorSpec(
    @JsonProperty(required = true) @JsonPropertyDescription("The family.") GeneratorKind kind,
    @JsonPropertyDescription("Rows; default 1000.") @Limit(min = 10, max = 1_000_000)
        Integer samples,
    @JsonPropertyDescription(
            "Blobs: their deviation; moons and circles: the deviation added to both coordinates;"
                + " spirals: of the angle.")
        @Limit(min = 0, max = 100)
        Double noise,
    @JsonPropertyDescription("Default 3 for blobs and spirals, 2 for gaussian; the others have 2.")
        @Limit(min = 2, max = 100)
        Integer classes,
    @JsonPropertyDescription("Default 2 for blobs, 10 for gaussian; the others have 2.")
        @Limit(min = 1, max = 1000)
        Integer features,
    @JsonPropertyDescription("Decides every number; default 0.") Long seed) {

  private static final int SAMPLES = 1000;
  private static final long MOST_CELLS = 20_000_000;

  public GeneratorSpec(
      @Nullable GeneratorKind kind,
      @Nullable Integer samples,
      @Nullable Double noise,
      @Nullable Integer classes,
      @Nullable Integer features,
      @Nullable Long seed) {
    if (kind == null) {
      throw new OutOfBounds(
          "kind", "must be one of blobs, moons, circles, spirals, xor and gaussian");
    }
    Bounds.check(GeneratorSpec.class, "samples", samples);
    Bounds.check(GeneratorSpec.class, "noise", noise);
    Bounds.check(GeneratorSpec.class, "classes", classes);
    Bounds.check(GeneratorSpec.class, "features", features);
    this.kind = kind;
    this.samples = samples == null ? SAMPLES : samples;
    this.noise = noise == null ? kind.noise() : noise;
    this.classes = classes == null ? kind.classes() : classes;
    this.features = features == null ? kind.features() : features;
    this.seed = seed == null ? 0L : seed;
    if (!kind.anyClasses() && this.classes != kind.classes()) {
      throw new OutOfBounds("classes", "must be " + kind.classes() + " for this kind");
    }
    if (!kind.anyFeatures() && this.features != kind.features()) {
      throw new OutOfBounds("features", "must be " + kind.features() + " for this kind");
    }
    if ((long) this.samples * this.features > MOST_CELLS) {
      throw new OutOfBounds("samples", "must make at most " + MOST_CELLS + " cells with features");
    }
    if (this.samples < this.classes) {
      throw new OutOfBounds("samples", "must be at least the number of classes");
    }
  }

  /** The memory that its table takes: a double for each cell, an int for each label. */
  public long bytes() {
    return samples * (8L * features + 4);
  }
}
