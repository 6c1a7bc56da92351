package io.layerscope.nn.layer;

import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.NamedTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The numbers of one layer: W [M, N]; the bias [M], or where the layer is normalized gamma and beta
 * [M] and the running moments, [M] and where groups of g units are whitened [M, g].
 */
public final class LayerParameters implements AutoCloseable {

  private final LayerSpec spec;
  private final Matrix weights;
  private final Map<String, Matrix> others = new LinkedHashMap<>();

  /** All zeros, but gamma and the running variance, which are one. */
  public LayerParameters(LayerSpec spec) {
    this.spec = spec;
    weights = Matrix.zeros(spec.units(), spec.inputs());
    if (!spec.normalized()) {
      others.put("bias", Matrix.zeros(1, spec.units()));
      return;
    }
    for (String name : List.of("gamma", "beta", "runningMean")) {
      others.put(name, Matrix.zeros(1, spec.units()));
    }
    gamma().fill(1);
    if (spec.normalization() instanceof NormalizationSpec.Whitening) {
      others.put("runningCovariance", Matrix.zeros(spec.units(), spec.group()));
      for (int unit = 0; unit < spec.units(); unit++) {
        runningCovariance().set(unit, unit % spec.group(), 1);
      }
    } else {
      others.put("runningVariance", Matrix.zeros(1, spec.units()));
      runningVariance().fill(1);
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
    return other("bias");
  }

  /** Of a normalized layer, as are the following. */
  public Matrix gamma() {
    return other("gamma");
  }

  public Matrix beta() {
    return other("beta");
  }

  public Matrix runningMean() {
    return other("runningMean");
  }

  /** Where units are normalized one by one. */
  public Matrix runningVariance() {
    return other("runningVariance");
  }

  /**
   * Where groups of g units are whitened, [M, g]: in a unit's row its covariances with the units of
   * its group, in their order. The rows of a last, smaller group end with zeros.
   */
  public Matrix runningCovariance() {
    return other("runningCovariance");
  }

  /** The running variance of each unit [M], of whichever normalization. */
  public float[] runningVariances() {
    if (!(spec.normalization() instanceof NormalizationSpec.Whitening)) {
      return runningVariance().toArray();
    }
    float[] variances = new float[spec.units()];
    for (int unit = 0; unit < variances.length; unit++) {
      variances[unit] = runningCovariance().get(unit, unit % spec.group());
    }
    return variances;
  }

  private Matrix other(String name) {
    Matrix other = others.get(name);
    if (other == null) {
      throw new IllegalStateException("layer " + spec.index() + " has no " + name);
    }
    return other;
  }

  /** All numbers, under names that begin with {@code layer<index>.} in a fixed order. */
  public List<NamedTensor> tensors() {
    List<NamedTensor> tensors = new ArrayList<>();
    tensors.add(
        new NamedTensor(name("weights"), List.of(spec.units(), spec.inputs()), weights.toArray()));
    others.forEach(
        (name, other) -> tensors.add(new NamedTensor(name(name), shape(other), other.toArray())));
    return tensors;
  }

  private List<Integer> shape(Matrix other) {
    return other.rows() == 1 ? List.of(spec.units()) : List.of(other.rows(), other.columns());
  }

  /**
   * Takes the numbers from tensors of {@link #tensors()}' names.
   *
   * @throws IllegalArgumentException when one is missing or has another shape
   */
  public void set(Map<String, NamedTensor> tensors) {
    set(tensors, name("weights"), weights);
    others.forEach((name, other) -> set(tensors, name(name), other));
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
    others.forEach((name, other) -> other.copy(from.other(name)));
  }

  /** The bytes of native memory that they take. */
  public static long bytes(LayerSpec spec) {
    return Matrix.bytes(spec.units(), spec.inputs())
        + 3 * Matrix.bytes(1, spec.units())
        + Matrix.bytes(spec.units(), spec.group());
  }

  private String name(String part) {
    return "layer" + spec.index() + "." + part;
  }

  @Override
  public void close() {
    weights.close();
    others.values().forEach(Matrix::close);
  }
}
