package io.layerscope.nn.layer;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import org.jspecify.annotations.Nullable;

/** What is done to a hidden layer's pre-activations over the batch. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(name = "none", value = NormalizationSpec.None.class),
  @JsonSubTypes.Type(name = "batch", value = NormalizationSpec.Batch.class),
  @JsonSubTypes.Type(name = "whitening", value = NormalizationSpec.Whitening.class)
})
public sealed interface NormalizationSpec {

  /** A bias is added, and that is all. */
  record None() implements NormalizationSpec {}

  /** Each unit to mean beta and variance gamma^2 (Ioffe and Szegedy 2015). */
  record Batch(
      @JsonPropertyDescription("Added to the variance; default 1e-5.")
          @Limit(min = 0, max = 1, minExclusive = true)
          Double epsilon,
      @JsonPropertyDescription("Weight of the new batch in the running moments; default 0.1.")
          @Limit(min = 0, max = 1, minExclusive = true)
          Double momentum,
      @JsonPropertyDescription("Whether gamma and beta are learned; default true.") Boolean affine)
      implements NormalizationSpec {

    public Batch(@Nullable Double epsilon, @Nullable Double momentum, @Nullable Boolean affine) {
      this.epsilon = epsilon == null ? 1e-5 : epsilon;
      this.momentum = momentum == null ? 0.1 : momentum;
      this.affine = affine == null || affine;
      Bounds.check(Batch.class, "epsilon", this.epsilon);
      Bounds.check(Batch.class, "momentum", this.momentum);
    }
  }

  /** Groups of units to covariance I, by the symmetric root (Huang et al. 2018). */
  record Whitening(
      @JsonPropertyDescription("Added to the covariance's diagonal; default 1e-5.")
          @Limit(min = 0, max = 1, minExclusive = true)
          Double epsilon,
      @JsonPropertyDescription("Weight of the new batch in the running moments; default 0.1.")
          @Limit(min = 0, max = 1, minExclusive = true)
          Double momentum,
      @JsonPropertyDescription("Units that are whitened together; default 16.")
          @Limit(min = 1, max = 4096)
          Integer groupSize,
      @JsonPropertyDescription("Whether gamma and beta are learned; default true.") Boolean affine)
      implements NormalizationSpec {

    public Whitening(
        @Nullable Double epsilon,
        @Nullable Double momentum,
        @Nullable Integer groupSize,
        @Nullable Boolean affine) {
      this.epsilon = epsilon == null ? 1e-5 : epsilon;
      this.momentum = momentum == null ? 0.1 : momentum;
      this.groupSize = groupSize == null ? 16 : groupSize;
      this.affine = affine == null || affine;
      Bounds.check(Whitening.class, "epsilon", this.epsilon);
      Bounds.check(Whitening.class, "momentum", this.momentum);
      Bounds.check(Whitening.class, "groupSize", this.groupSize);
    }
  }
}
