package io.layerscope.nn.layer;

import io.layerscope.nn.array.Matrix;

/**
 * What stands between a layer's product Z = X W^T and its activation: a bias or a normalization.
 * Each works on a block of neighbouring units, [from, to), since threads share a layer by units.
 */
public sealed interface Normalizer extends AutoCloseable permits Bias, MomentNormalizer {

  /** Y from Z for the first rows of a block; Y may be Z's own memory, see {@link #inPlace()}. */
  void forward(int rows, Matrix z, Matrix y, Mode mode, int from, int to);

  /** Whether Y takes the place of Z. */
  boolean inPlace();

  /** One row of Y again, from Z as forward has left it. */
  void output(Matrix z, int row, long y, int from, int to);

  /** D from the derivative by Y to the derivative by Z, and the derivatives by the parameters. */
  void backward(int rows, Matrix d, Matrix z, LayerGradients gradients, int from, int to);

  @Override
  void close();
}
