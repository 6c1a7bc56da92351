package io.layerscope.nn;

import io.layerscope.nn.array.NamedTensor;
import io.layerscope.nn.layer.Folded;
import io.layerscope.nn.layer.LayerParameters;
import io.layerscope.nn.layer.LayerSpec;
import java.util.List;

/**
 * A network that can predict: its specification and its parameters. Immutable, unless it is in
 * training; who closes it makes sure that no {@link Inference} uses it.
 */
public final class Network implements AutoCloseable {

  private final NetworkSpec spec;
  private final int inputs;
  private final int classes;
  private final Parameters parameters;

  private Network(NetworkSpec spec, int inputs, int classes, Parameters parameters) {
    this.spec = spec;
    this.inputs = inputs;
    this.classes = classes;
    this.parameters = parameters;
  }

  /**
   * From its tensors.
   *
   * @throws IllegalArgumentException when one is missing or has another shape
   */
  public static Network of(NetworkSpec spec, int inputs, int classes, List<NamedTensor> tensors) {
    Parameters parameters = Parameters.of(Parameters.specs(spec, inputs, classes));
    try {
      parameters.set(tensors);
    } catch (RuntimeException failure) {
      parameters.close();
      throw failure;
    }
    return new Network(spec, inputs, classes, parameters);
  }

  static Network copy(NetworkSpec spec, int inputs, int classes, Parameters from) {
    Parameters parameters = Parameters.of(Parameters.specs(spec, inputs, classes));
    parameters.copy(from);
    return new Network(spec, inputs, classes, parameters);
  }

  /** A network as it is in training: it changes with the parameters, which stay their owner's. */
  static Network of(NetworkSpec spec, int inputs, int classes, Parameters parameters) {
    return new Network(spec, inputs, classes, parameters);
  }

  public NetworkSpec spec() {
    return spec;
  }

  /** The width of an encoded row. */
  public int inputs() {
    return inputs;
  }

  public int classes() {
    return classes;
  }

  /** How many numbers were learned; running moments are not. */
  public long learned() {
    return Parameters.specs(spec, inputs, classes).stream().mapToLong(LayerSpec::parameters).sum();
  }

  /** All numbers, under names like {@code layer1.weights}, in a fixed order. */
  public List<NamedTensor> tensors() {
    return parameters.tensors();
  }

  /** The layers as they are in inference, their normalizations folded in. */
  public List<Folded> folded() {
    return parameters.layers().stream().map(Folded::of).toList();
  }

  /** The bytes of native memory that the parameters take. */
  public long bytes() {
    return bytes(spec, inputs, classes);
  }

  /** The bytes that the parameters of such a network take. */
  public static long bytes(NetworkSpec spec, int inputs, int classes) {
    return Parameters.specs(spec, inputs, classes).stream().mapToLong(LayerParameters::bytes).sum();
  }

  Parameters parameters() {
    return parameters;
  }

  @Override
  public void close() {
    parameters.close();
  }
}
