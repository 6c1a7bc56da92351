package io.layerscope.nn;

import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.NamedTensor;
import io.layerscope.nn.array.Randomness;
import io.layerscope.nn.array.Randomness.Purpose;
import io.layerscope.nn.init.Initializer;
import io.layerscope.nn.layer.LayerParameters;
import io.layerscope.nn.layer.LayerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The numbers of a whole network, layer after layer. */
final class Parameters implements AutoCloseable {

  private final List<LayerParameters> layers;

  private Parameters(List<LayerParameters> layers) {
    this.layers = layers;
  }

  /** Zeros, with gamma and the running variances one. */
  static Parameters of(List<LayerSpec> specs) {
    List<LayerParameters> layers = new ArrayList<>();
    specs.forEach(spec -> layers.add(new LayerParameters(spec)));
    return new Parameters(List.copyOf(layers));
  }

  /** The layers of a network whose inputs and classes are known. */
  static List<LayerSpec> specs(NetworkSpec network, int inputs, int classes) {
    List<LayerSpec> specs = new ArrayList<>();
    int below = inputs;
    for (int layer = 0; layer < network.layers(); layer++) {
      int units = layer < network.depth() ? network.widths().get(layer) : classes;
      specs.add(
          new LayerSpec(
              layer + 1,
              below,
              units,
              network.activationOf(layer),
              network.normalizationOf(layer),
              network.dropoutOf(layer)));
      below = units;
    }
    return specs;
  }

  /** Draws all weights and biases. */
  void initialize(NetworkSpec network, long seed) {
    for (int i = 0; i < layers.size(); i++) {
      LayerParameters layer = layers.get(i);
      LayerSpec spec = layer.spec();
      Activation activation = spec.activation();
      fill(
          layer.weights(),
          network.initializer().get(i),
          activation.gain(),
          Randomness.key(seed, Purpose.INITIALIZE, 0, 0, 2L * spec.index()));
      if (!spec.normalized()) {
        Matrix bias = layer.bias();
        float[] values = new float[spec.units()];
        network
            .biasInitializer()
            .fill(
                values,
                spec.units(),
                1,
                activation.gain(),
                Randomness.generator(
                    Randomness.key(seed, Purpose.INITIALIZE, 0, 0, 2L * spec.index() + 1)));
        bias.set(values);
      }
    }
  }

  private static void fill(Matrix weights, Initializer initializer, double gain, long key) {
    float[] values = new float[weights.size()];
    initializer.fill(values, weights.rows(), weights.columns(), gain, Randomness.generator(key));
    weights.set(values);
  }

  List<LayerParameters> layers() {
    return layers;
  }

  void copy(Parameters from) {
    for (int i = 0; i < layers.size(); i++) {
      layers.get(i).copy(from.layers.get(i));
    }
  }

  List<NamedTensor> tensors() {
    List<NamedTensor> tensors = new ArrayList<>();
    layers.forEach(layer -> tensors.addAll(layer.tensors()));
    return tensors;
  }

  void set(List<NamedTensor> tensors) {
    Map<String, NamedTensor> byName = new HashMap<>();
    tensors.forEach(tensor -> byName.put(tensor.name(), tensor));
    layers.forEach(layer -> layer.set(byName));
  }

  @Override
  public void close() {
    layers.forEach(LayerParameters::close);
  }
}
