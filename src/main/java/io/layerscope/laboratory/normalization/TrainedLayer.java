package io.layerscope.laboratory.normalization;

import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.kernel.Kernels;
import io.layerscope.nn.layer.LayerGradients;
import io.layerscope.nn.layer.LayerParameters;
import io.layerscope.nn.layer.LayerPass;
import io.layerscope.nn.layer.LayerSpec;
import io.layerscope.nn.layer.Mode;
import io.layerscope.nn.layer.NormalizationSpec;
import io.layerscope.nn.theory.normalization.Batch;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The layer that trains, given a batch as its pre-activations: W = I. Native memory: on a compute
 * thread.
 */
final class TrainedLayer implements AutoCloseable {

  private static final int TIMED = 9;

  private final int rows;
  private final int units;
  private final LayerParameters parameters;
  private final LayerPass pass;
  private final Matrix x;

  /**
   * @param gamma [M]
   * @param beta [M]
   */
  TrainedLayer(
      Batch y,
      NormalizationSpec normalization,
      Activation activation,
      double[] gamma,
      double[] beta) {
    rows = y.rows();
    units = y.units();
    parameters = new LayerParameters(new LayerSpec(1, units, units, activation, normalization, 0));
    for (int unit = 0; unit < units; unit++) {
      parameters.weights().set(unit, unit, 1);
      parameters.gamma().set(0, unit, (float) gamma[unit]);
      parameters.beta().set(0, unit, (float) beta[unit]);
    }
    pass = new LayerPass(parameters, rows, true, Kernels.best());
    x = matrix(y);
    pass.prepare(Mode.PROBE, 0);
    pass.forward(rows, x, 0, units);
  }

  private static Matrix matrix(Batch batch) {
    Matrix matrix = Matrix.zeros(batch.rows(), batch.units());
    matrix.set(floats(batch));
    return matrix;
  }

  private static float[] floats(Batch batch) {
    float[] values = new float[batch.values().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) batch.values()[i];
    }
    return values;
  }

  private Batch batch(Matrix matrix) {
    float[] values = matrix.toArray();
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return new Batch(rows, units, doubles);
  }

  /** Y^ [B, M], before the activation. */
  Batch output() {
    try (Matrix y = Matrix.zeros(rows, units)) {
      pass.normalized(rows, y);
      return batch(y);
    }
  }

  /** dY [B, M], given the derivative by the activations. */
  Batch gradient(Batch upstream) {
    pass.gradient().set(floats(upstream));
    try (LayerGradients gradients = new LayerGradients(pass.spec())) {
      pass.backward(rows, gradients, 0, units);
      return batch(pass.gradient());
    }
  }

  /** The median time of a normalization of the batch. */
  double microseconds(LongSupplier nanos) {
    long[] times = new long[TIMED];
    for (int i = 0; i < times.length; i++) {
      long from = nanos.getAsLong();
      pass.normalizer().forward(rows, pass.preActivation(), pass.output(), Mode.PROBE, 0, units);
      times[i] = nanos.getAsLong() - from;
    }
    Arrays.sort(times);
    return times[times.length / 2] / 1e3;
  }

  @Override
  public void close() {
    pass.close();
    parameters.close();
    x.close();
  }
}
