package io.layerscope.laboratory.dropout;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.nn.bounds.OutOfBounds;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A layer z = W x, h = sigma(z), h~ = dropout(h) with x ~ N(0, I) and W W^T = I, to be measured.
 *
 * @param dropout p, of dropping a unit
 * @param units M
 * @param inputs N, at least M: no more rows of length N are orthonormal
 */
@Schema(name = "DropoutMomentsRequest")
record MomentsRequest(
    @JsonPropertyDescription("Probability of dropping a unit; default 0.5.")
        @Limit(min = 0, max = 1, maxExclusive = true)
        Double dropout,
    @JsonPropertyDescription("Units of the layer, at most as many as inputs; default 100.")
        @Limit(min = 1, max = 1024)
        Integer units,
    @JsonPropertyDescription("Inputs of the layer; default as many as units.")
        @Limit(min = 1, max = 4096)
        Integer inputs,
    @JsonPropertyDescription("Rows that are measured; times inputs at most 50,000,000.")
        @Limit(min = 1, max = 1_000_000)
        Integer samples,
    @JsonPropertyDescription("Of the layer; default relu.") Activation activation,
    @JsonPropertyDescription(
            "Whether kept units are divided by 1 - dropout, as in training; default true.")
        Boolean rescale,
    @JsonPropertyDescription("Decides weights, samples and masks; default 0.") Long seed) {

  private static final long MOST_NUMBERS = 50_000_000;

  MomentsRequest(
      @Nullable Double dropout,
      @Nullable Integer units,
      @Nullable Integer inputs,
      @Nullable Integer samples,
      @Nullable Activation activation,
      @Nullable Boolean rescale,
      @Nullable Long seed) {
    this.dropout = dropout == null ? 0.5 : dropout;
    this.units = units == null ? 100 : units;
    this.inputs = inputs == null ? this.units : inputs;
    this.samples = samples == null ? 10_000 : samples;
    this.activation = activation == null ? new Activation.Relu() : activation;
    this.rescale = rescale == null || rescale;
    this.seed = seed == null ? 0L : seed;
    Bounds.check(MomentsRequest.class, "dropout", this.dropout);
    Bounds.check(MomentsRequest.class, "units", this.units);
    Bounds.check(MomentsRequest.class, "inputs", this.inputs);
    Bounds.check(MomentsRequest.class, "samples", this.samples);
    if (this.units > this.inputs) {
      throw new OutOfBounds(
          "units",
          "must be at most inputs, "
              + this.inputs
              + ", so that the rows of W can be orthonormal, but is "
              + this.units);
    }
    if ((long) this.samples * this.inputs > MOST_NUMBERS) {
      throw new OutOfBounds(
          "samples",
          "times inputs must be at most "
              + MOST_NUMBERS
              + ", but is "
              + (long) this.samples * this.inputs);
    }
  }
}
