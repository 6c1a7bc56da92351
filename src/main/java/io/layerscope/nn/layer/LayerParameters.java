package io.layerscope.nn.layer;

import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.NamedTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of one layer: W [M, N]; the bias [M], or where the layer is normalized gamma and beta
 * [M] and the running moments [M].
 */
public final class LayerParameters implements AutoCloseable {

  private final LayerSpec spec;
  private final Matrix weights;
  private final Map<String, Matrix> vectors = new LinkedHashMap<>();

  /** All zeros, but gamma and the running variance, which are one. */
  public LayerParameters(LayerSpec spec) {
    this.spec = spec;
    weights = Matrix.zeros(spec.units(), spec.inputs());
    if (spec.normalized()) {
      for (String name : List.of("gamma", "beta", "runningMean", "runningVariance")) {
        vectors.put(name, Matrix.zeros(1, spec.units()));
      }
      gamma().fill(1);
      runningVariance().fill(1);
    } else {
      vectors.put("bias", Matrix.zeros(1, spec.units()));
    }
  }

  public LayerSpec spec() {
    return spec;
  }

  public Matrix weights() {
    return weights;
  }

  /** Of a layer that is not normalized. */
  public Matrix bias() {
    return vector("bias");
  }

  /** Of a normalized layer, as are the following. */
  public Matrix gamma() {
    return vector("gamma");
  }

  public Matrix beta() {
    return vector("beta");
  }

  public Matrix runningMean() {
    return vector("runningMean");
  }

  public Matrix runningVariance() {
    return vector("runningVariance");
  }

  private Matrix vector(String name) {
    Matrix vector = vectors.get(name);
    if (vector == null) {
      throw new IllegalStateException("layer " + spec.index() + " has no " + name);
    }
    return vector;
  }

  /** All numbers, under names that begin with {@code layer<index>.} in a fixed order. */
  public List<NamedTensor> tensors() {
    List<NamedTensor> tensors = new ArrayList<>();
    tensors.add(
        new NamedTensor(name("weights"), List.of(spec.units(), spec.inputs()), weights.toArray()));
    vectors.forEach(
        (name, vector) ->
            tensors.add(new NamedTensor(name(name), List.of(spec.units()), vector.toArray())));
    return tensors;
  }

  /**
   * Takes the numbers from tensors of {@link #tensors()}' names.
   *
   * @throws IllegalArgumentException when one is missing or has another shape
   */
  public void set(Map<String, NamedTensor> tensors) {
    set(tensors, name("weights"), weights);
    vectors.forEach((name, vector) -> set(tensors, name(name), vector));
  }

  private static void set(Map<String, NamedTensor> tensors, String name, Matrix target) {
    NamedTensor tensor = tensors.get(name);
    if (tensor == null || tensor.values().length != target.size()) {
      throw new IllegalArgumentException("no tensor " + name + " of " + target.size() + " values");
    }
    target.set(tensor.values());
  }

  /** Copies another layer of the same specification. */
  public void copy(LayerParameters from) {
    weights.copy(from.weights);
    vectors.forEach((name, vector) -> vector.copy(from.vector(name)));
  }

  private String name(String part) {
    return "layer" + spec.index() + "." + part;
  }

  @Override
  public void close() {
    weights.close();
    vectors.values().forEach(Matrix::close);
  }
}
