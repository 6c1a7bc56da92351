package io.layerscope.nn.layer;

import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.array.Gemm;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.kernel.Curve;
import io.layerscope.nn.array.kernel.Elements;
import io.layerscope.nn.array.kernel.Kernels;
import io.layerscope.nn.array.kernel.Masks;
import org.jspecify.annotations.Nullable;

/**
 * A dense layer at work: its buffers for a batch, and what is done with them. Parameters are shared
 * with other passes; buffers are the pass' own.
 *
 * <pre>
 * Z = X W^T [B, M]     Y = Z + b, or normalized     H = sigma(Y)     H~ = m / (1 - p) H
 * dH = m / (1 - p) dH~     dY = dH sigma'(Y)     dZ from dY     dW = dZ^T X [M, N]     dX = dZ W [B, N]
 * </pre>
 *
 * Training drops each unit with probability p and divides what stays by 1 - p; inference drops
 * none. N. Srivastava et al., Dropout (2014), with the factor in training.
 *
 * <p>Every method works on a block of units, [from, to): a unit's column of Z, H and D, its row of
 * W and dW, all in the thread that has the block.
 */
public final class LayerPass implements AutoCloseable {

  private final LayerParameters parameters;
  private final Elements elements;
  private final Normalizer normalizer;
  private final Curve curve;
  private final float curveParameter;
  private final double dropout;
  private final int dropThreshold;
  private final float keptScale;

  /** Z [B, M]; Y's place where nothing is normalized. */
  private final Matrix z;

  /** H~ [B, M]: what the next layer reads; Z itself where the layer changes nothing. */
  private final Matrix output;

  /** First dH~, then in place dH, dY, dZ [B, M]; null in a pass that only goes forward. */
  private final @Nullable Matrix gradient;

  /** One row of Y [M]. */
  private final Matrix row;

  private Mode mode = Mode.INFERENCE;
  private long maskKey;

  /**
   * @param capacity the most rows of a batch
   * @param backward whether there will be backward passes
   */
  public LayerPass(LayerParameters parameters, int capacity, boolean backward, Kernels kernels) {
    this.parameters = parameters;
    LayerSpec spec = parameters.spec();
    Activation activation = spec.activation();
    elements = kernels.elements();
    normalizer =
        switch (spec.normalization()) {
          case NormalizationSpec.None _ -> new Bias(parameters, kernels);
          case NormalizationSpec.Batch batch -> new BatchNormalization(parameters, batch, kernels);
          case NormalizationSpec.Whitening whitening ->
              new Whitening(parameters, whitening, capacity, backward, kernels);
        };
    curve = activation.curve();
    curveParameter = (float) activation.parameter();
    dropout = spec.dropout();
    dropThreshold = Masks.threshold(dropout);
    keptScale = (float) (1 / (1 - dropout));
    z = Matrix.zeros(capacity, spec.units());
    boolean same = normalizer.inPlace() && curve == Curve.IDENTITY && dropout == 0;
    output = same ? z : Matrix.zeros(capacity, spec.units());
    gradient = backward ? Matrix.zeros(capacity, spec.units()) : null;
    row = Matrix.zeros(1, spec.units());
  }

  /** How the next forward pass works; before any of its blocks. */
  public void prepare(Mode nextMode, long nextMaskKey) {
    mode = nextMode;
    maskKey = nextMaskKey;
  }

  /** Z, Y, H and H~ of a block, from X [B, N]. */
  public void forward(int rows, Matrix x, int from, int to) {
    Gemm.forward(rows, x, parameters.weights(), z, from, to);
    normalizer.forward(rows, z, output, mode, from, to);
    if (output == z) {
      return;
    }
    Matrix y = normalizer.inPlace() ? z : output;
    if (!drops() && unbroken(from, to)) {
      elements.activate(curve, curveParameter, y.address(), output.address(), output.stored(rows));
      return;
    }
    for (int i = 0; i < rows; i++) {
      elements.activate(curve, curveParameter, y.at(i, from), output.at(i, from), to - from);
      if (drops()) {
        drop(output, i, from, to);
      }
    }
  }

  /** dZ of a block in the place of dH~, and the derivatives by bias, or gamma and beta. */
  public void backward(int rows, LayerGradients gradients, int from, int to) {
    Matrix d = gradient();
    if (curve == Curve.RELU) {
      float scale = drops() ? keptScale : 1;
      if (unbroken(from, to)) {
        elements.reluSlope(output.address(), d.address(), d.stored(rows), scale);
      } else {
        for (int i = 0; i < rows; i++) {
          elements.reluSlope(output.at(i, from), d.at(i, from), to - from, scale);
        }
      }
    } else {
      backwardDropout(rows, from, to);
      backwardActivation(rows, from, to);
    }
    normalizer.backward(rows, d, z, gradients, from, to);
  }

  /** dH in the place of dH~. */
  public void backwardDropout(int rows, int from, int to) {
    if (drops()) {
      for (int i = 0; i < rows; i++) {
        drop(gradient(), i, from, to);
      }
    }
  }

  /** dZ in the place of dH: the second half of {@link #backward} for who looks at dH. */
  public void backwardFromActivation(int rows, LayerGradients gradients, int from, int to) {
    backwardActivation(rows, from, to);
    normalizer.backward(rows, gradient(), z, gradients, from, to);
  }

  private void backwardActivation(int rows, int from, int to) {
    if (curve == Curve.IDENTITY) {
      return;
    }
    Matrix d = gradient();
    for (int i = 0; i < rows; i++) {
      long y = z.at(i, from);
      if (!normalizer.inPlace()) {
        y = row.at(0, from);
        normalizer.output(z, i, y, from, to);
      }
      elements.slope(curve, curveParameter, y, d.at(i, from), to - from);
    }
  }

  /** dW of a block of units: rows of dW. */
  public void weightGradient(int rows, Matrix x, LayerGradients gradients, int from, int to) {
    Gemm.weightGradient(rows, gradient(), x, gradients.weights(), from, to);
  }

  /** dX of a block of inputs: columns of dX. */
  public void inputGradient(int rows, Matrix dx, int from, int to) {
    Gemm.inputGradient(rows, gradient(), parameters.weights(), dx, from, to);
  }

  /** Y of all units of the first rows, written to a matrix of at least as many. */
  public void normalized(int rows, Matrix y) {
    for (int i = 0; i < rows; i++) {
      normalizer.output(z, i, y.at(i, 0), 0, z.columns());
    }
  }

  /** Whether a block's rows follow each other without a gap, so that one call does for all. */
  private boolean unbroken(int from, int to) {
    return to - from == output.stride();
  }

  private boolean drops() {
    return mode.dropout() && dropout > 0;
  }

  private void drop(Matrix values, int i, int from, int to) {
    int counter = i * values.columns() + from;
    elements.drop(values.at(i, from), to - from, counter, maskKey, dropThreshold, keptScale);
  }

  /** Multiplies the first rows of a matrix of this layer's width with the last pass' mask. */
  public void mask(int rows, Matrix values) {
    for (int i = 0; i < rows; i++) {
      drop(values, i, 0, values.columns());
    }
  }

  public LayerParameters parameters() {
    return parameters;
  }

  public LayerSpec spec() {
    return parameters.spec();
  }

  public Normalizer normalizer() {
    return normalizer;
  }

  /** Z [B, M], with the bias where there is one. */
  public Matrix preActivation() {
    return z;
  }

  /** H~ [B, M]. */
  public Matrix output() {
    return output;
  }

  /** D [B, M]. */
  public Matrix gradient() {
    if (gradient == null) {
      throw new IllegalStateException("this pass only goes forward");
    }
    return gradient;
  }

  /** The bytes that a pass of this capacity takes beside the parameters. */
  public static long bytes(LayerSpec spec, int capacity, boolean backward) {
    long buffers =
        Matrix.bytes(capacity, spec.units()) * (backward ? 3 : 2) + Matrix.bytes(5, spec.units());
    return spec.normalization() instanceof NormalizationSpec.Whitening
        ? buffers + Whitening.bytes(spec, capacity, backward)
        : buffers;
  }

  @Override
  public void close() {
    normalizer.close();
    z.close();
    output.close();
    if (gradient != null) {
      gradient.close();
    }
    row.close();
  }
}
