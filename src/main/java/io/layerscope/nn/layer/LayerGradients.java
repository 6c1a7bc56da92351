package io.layerscope.nn.layer;

import io.layerscope.nn.array.Matrix;

/**
 * The derivatives of the loss by one layer's parameters: dW [M, N]; and by bias and beta alike
 * (shift, [M]), and by gamma (scale, [M]).
 */
public final class LayerGradients implements AutoCloseable {

  private final Matrix weights;
  private final Matrix shift;
  private final Matrix scale;

  public LayerGradients(LayerSpec spec) {
    weights = Matrix.zeros(spec.units(), spec.inputs());
    shift = Matrix.zeros(1, spec.units());
    scale = Matrix.zeros(1, spec.units());
  }

  public Matrix weights() {
    return weights;
  }

  /** By the bias, or by beta. */
  public Matrix shift() {
    return shift;
  }

  /** By gamma. */
  public Matrix scale() {
    return scale;
  }

  @Override
  public void close() {
    weights.close();
    shift.close();
    scale.close();
  }
}
