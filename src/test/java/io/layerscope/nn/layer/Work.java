package io.layerscope.nn.layer;

import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.kernel.Kernels;
import io.layerscope.nn.theory.normalization.Batch;

/** A layer's normalizer at work on one batch. */
final class Work implements AutoCloseable {

  final int rows;
  final LayerParameters parameters;
  final LayerGradients gradients;
  final Normalizer normalizer;
  final Matrix z;
  final Matrix y;
  final Matrix d;

  Work(Batch batch, NormalizationSpec spec) {
    rows = batch.rows();
    int units = batch.units();
    LayerSpec layer = new LayerSpec(1, 4, units, new Activation.Identity(), spec, 0);
    parameters = new LayerParameters(layer);
    gradients = new LayerGradients(layer);
    Kernels kernels = Kernels.best();
    normalizer =
        spec instanceof NormalizationSpec.Whitening whitening
            ? new Whitening(parameters, whitening, rows, true, kernels)
            : new BatchNormalization(parameters, (NormalizationSpec.Batch) spec, kernels);
    for (int unit = 0; unit < units; unit++) {
      parameters.gamma().set(0, unit, 1 + 0.1f * unit);
      parameters.beta().set(0, unit, 0.5f - unit);
    }
    z = Matrix.of(rows, units, floats(batch.values()));
    y = Matrix.zeros(rows, units);
    d = Matrix.zeros(rows, units);
  }

  Work forward(Mode mode) {
    normalizer.forward(rows, z, y, mode, 0, z.columns());
    return this;
  }

  float[] backward(Batch upstream) {
    d.set(floats(upstream.values()));
    normalizer.backward(rows, d, z, gradients, 0, z.columns());
    return d.toArray();
  }

  /** X^, from Y. */
  Batch standardized() {
    double[] values = doubles(y.toArray());
    for (int i = 0; i < values.length; i++) {
      int unit = i % z.columns();
      values[i] = (values[i] - parameters.beta().get(0, unit)) / parameters.gamma().get(0, unit);
    }
    return new Batch(rows, z.columns(), values);
  }

  @Override
  public void close() {
    parameters.close();
    gradients.close();
    normalizer.close();
    z.close();
    y.close();
    d.close();
  }

  static float[] floats(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
