package io.layerscope.nn;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.nn.bounds.OutOfBounds;
import io.layerscope.nn.init.Fan;
import io.layerscope.nn.init.Initializer;
import io.layerscope.nn.init.KaimingNormal;
import io.layerscope.nn.init.Zeros;
import io.layerscope.nn.layer.NormalizationSpec;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A multilayer perceptron: hidden layers of dense, normalization, activation and dropout, and a
 * dense output layer with one unit for each class. Inputs and classes come from the data.
 *
 * <p>Everything that is left out has a default; a finished record has none left out.
 */
public record NetworkSpec(
    @JsonPropertyDescription("Number of hidden layers; default the number of widths.")
        @Limit(min = 0, max = 1000)
        Integer depth,
    @JsonPropertyDescription(
            "Units of each hidden layer, or one width for all with depth; default [64, 64].")
        @Limit(min = 1, max = 65536)
        List<Integer> widths,
    @JsonPropertyDescription("Of the hidden layers: one, or one for each; default relu.")
        PerLayer<Activation> activation,
    @JsonPropertyDescription("Of the output layer, before the softmax; default identity.")
        Activation outputActivation,
    @JsonPropertyDescription(
            "Probability of dropping a hidden unit: one, or one for each layer; default 0.")
        @Limit(min = 0, max = 1, maxExclusive = true)
        PerLayer<Double> dropout,
    @JsonPropertyDescription("Probability of dropping an input; default 0.")
        @Limit(min = 0, max = 1, maxExclusive = true)
        Double inputDropout,
    @JsonPropertyDescription("Of the hidden layers: one, or one for each; default none.")
        PerLayer<NormalizationSpec> normalization,
    @JsonPropertyDescription("Of the weights: one, or one for each layer; default kaimingNormal.")
        PerLayer<Initializer> initializer,
    @JsonPropertyDescription("Of the biases; default zeros.") Initializer biasInitializer) {

  private static final List<Integer> DEFAULT_WIDTHS = List.of(64, 64);

  public NetworkSpec(
      @Nullable Integer depth,
      @Nullable List<Integer> widths,
      @Nullable PerLayer<Activation> activation,
      @Nullable Activation outputActivation,
      @Nullable PerLayer<Double> dropout,
      @Nullable Double inputDropout,
      @Nullable PerLayer<NormalizationSpec> normalization,
      @Nullable PerLayer<Initializer> initializer,
      @Nullable Initializer biasInitializer) {
    Bounds.check(NetworkSpec.class, "depth", depth);
    Bounds.check(NetworkSpec.class, "widths", widths);
    this.widths = widths(depth, widths);
    this.depth = this.widths.size();
    this.activation = activation == null ? PerLayer.of(new Activation.Relu()) : activation;
    this.outputActivation = outputActivation == null ? new Activation.Identity() : outputActivation;
    this.dropout = dropout == null ? PerLayer.of(0.0) : dropout;
    this.inputDropout = inputDropout == null ? 0.0 : inputDropout;
    this.normalization =
        normalization == null ? PerLayer.of(new NormalizationSpec.None()) : normalization;
    this.initializer =
        initializer == null ? PerLayer.of(new KaimingNormal(Fan.IN, null)) : initializer;
    this.biasInitializer = biasInitializer == null ? new Zeros() : biasInitializer;
    Bounds.check(NetworkSpec.class, "inputDropout", this.inputDropout);
    if (this.dropout.isList()) {
      Bounds.check(NetworkSpec.class, "dropout", this.dropout.values());
    } else {
      Bounds.check(NetworkSpec.class, "dropout", this.dropout.get(0));
    }
    this.activation.requireLength("activation", this.depth, "hidden layers");
    this.dropout.requireLength("dropout", this.depth, "hidden layers");
    this.normalization.requireLength("normalization", this.depth, "hidden layers");
    this.initializer.requireLength("initializer", this.depth + 1, "layers");
  }

  private static List<Integer> widths(@Nullable Integer depth, @Nullable List<Integer> widths) {
    if (depth == null) {
      List<Integer> given = widths == null ? DEFAULT_WIDTHS : List.copyOf(widths);
      if (given.size() > Bounds.limit(NetworkSpec.class, "depth").max()) {
        throw new OutOfBounds("widths", "must have at most 1000 widths");
      }
      return given;
    }
    List<Integer> given = widths == null ? List.of(DEFAULT_WIDTHS.getFirst()) : widths;
    if (given.size() == 1) {
      return Collections.nCopies(depth, given.getFirst());
    }
    if (given.size() != depth) {
      throw new OutOfBounds(
          "widths",
          "must have one width for each of the "
              + depth
              + " hidden layers, or one for all, but has "
              + given.size());
    }
    return List.copyOf(given);
  }

  /** The network that an empty object describes. */
  public static NetworkSpec defaults() {
    return new NetworkSpec(null, null, null, null, null, null, null, null, null);
  }

  /** The number of weight layers: the hidden ones and the output layer. */
  @JsonIgnore
  public int layers() {
    return depth + 1;
  }

  /** The activation of a weight layer, counted from 0. */
  public Activation activationOf(int layer) {
    return layer < depth ? activation.get(layer) : outputActivation;
  }

  /** The normalization of a weight layer, counted from 0; the output layer has none. */
  public NormalizationSpec normalizationOf(int layer) {
    return layer < depth ? normalization.get(layer) : new NormalizationSpec.None();
  }

  /** The dropout after a weight layer, counted from 0; the output layer has none. */
  public double dropoutOf(int layer) {
    return layer < depth ? dropout.get(layer) : 0;
  }
}
