package io.layerscope.nn.layer;

import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.kernel.Columns;
import io.layerscope.nn.array.kernel.Elements;
import io.layerscope.nn.array.kernel.Kernels;

/**
 * Batch normalization: each unit's pre-activations to mean beta and variance gamma^2 v/(v + eps).
 *
 * <pre>
 * m = mean over the rows of Z [M]      v = mean of (Z - m)^2 [M]      x^ = (Z - m) / sqrt(v + eps)
 * Y = gamma x^ + beta [B, M]
 * dgamma = sum of dY x^      dbeta = sum of dY
 * dZ = gamma / sqrt(v + eps) (dY - dbeta / B - x^ dgamma / B)
 * </pre>
 *
 * In training the batch's moments normalize, and the running moments move towards them: running =
 * (1 - momentum) running + momentum batch, with the unbiased variance B/(B-1) v. In inference the
 * running moments normalize.
 *
 * <p>S. Ioffe, C. Szegedy: Batch normalization (2015), algorithms 1 and 2.
 */
public final class BatchNormalization implements MomentNormalizer {

  private final LayerParameters parameters;
  private final NormalizationSpec.Batch spec;
  private final Elements elements;
  private final Columns columns;

  /** m [M], v [M], 1/sqrt(v + eps) [M] and gamma/sqrt(v + eps) [M] of the last forward pass. */
  private final Matrix mean;

  private final Matrix variance;
  private final Matrix inverse;
  private final Matrix scale;

  BatchNormalization(LayerParameters parameters, NormalizationSpec.Batch spec, Kernels kernels) {
    this.parameters = parameters;
    this.spec = spec;
    elements = kernels.elements();
    columns = kernels.columns();
    int units = parameters.spec().units();
    mean = Matrix.zeros(1, units);
    variance = Matrix.zeros(1, units);
    inverse = Matrix.zeros(1, units);
    scale = Matrix.zeros(1, units);
  }

  @Override
  public void forward(int rows, Matrix z, Matrix y, Mode mode, int from, int to) {
    int units = to - from;
    if (mode.batchMoments()) {
      columns.moments(
          z.at(0, from), rows, z.stride(), units, mean.at(0, from), variance.at(0, from));
    }
    float momentum = spec.momentum().floatValue();
    float unbiased = rows > 1 ? (float) rows / (rows - 1) : 1;
    float epsilon = spec.epsilon().floatValue();
    Matrix runningMean = parameters.runningMean();
    Matrix runningVariance = parameters.runningVariance();
    for (int unit = from; unit < to; unit++) {
      if (mode.updateRunning()) {
        float m = mean.get(0, unit);
        float v = variance.get(0, unit) * unbiased;
        runningMean.set(0, unit, (1 - momentum) * runningMean.get(0, unit) + momentum * m);
        runningVariance.set(0, unit, (1 - momentum) * runningVariance.get(0, unit) + momentum * v);
      }
      if (!mode.batchMoments()) {
        mean.set(0, unit, runningMean.get(0, unit));
        variance.set(0, unit, runningVariance.get(0, unit));
      }
      float root = (float) (1 / Math.sqrt(variance.get(0, unit) + epsilon));
      inverse.set(0, unit, root);
      scale.set(0, unit, root * parameters.gamma().get(0, unit));
    }
    for (int row = 0; row < rows; row++) {
      output(z, row, y.at(row, from), from, to);
    }
  }

  @Override
  public boolean inPlace() {
    return false;
  }

  @Override
  public void output(Matrix z, int row, long y, int from, int to) {
    elements.affine(
        z.at(row, from),
        y,
        to - from,
        mean.at(0, from),
        scale.at(0, from),
        parameters.beta().at(0, from));
  }

  @Override
  public void backward(int rows, Matrix d, Matrix z, LayerGradients gradients, int from, int to) {
    long upstream = d.at(0, from);
    long dgamma = gradients.scale().at(0, from);
    long dbeta = gradients.shift().at(0, from);
    long m = mean.at(0, from);
    long root = inverse.at(0, from);
    int stride = d.stride();
    int units = to - from;
    columns.normalizationSums(upstream, z.at(0, from), rows, stride, units, m, root, dgamma, dbeta);
    columns.normalizationGradient(
        upstream, z.at(0, from), rows, stride, units, m, root, scale.at(0, from), dgamma, dbeta);
  }

  @Override
  public Matrix mean() {
    return mean;
  }

  @Override
  public Matrix variance() {
    return variance;
  }

  @Override
  public double shrinkage(int unit) {
    return spec.epsilon() / (variance.get(0, unit) + spec.epsilon());
  }

  /** dm = -sum of dY gamma / sqrt(v + eps). */
  @Override
  public float[] meanGradient(LayerGradients gradients) {
    float[] d = gradients.shift().toArray();
    for (int unit = 0; unit < d.length; unit++) {
      d[unit] *= -scale.get(0, unit);
    }
    return d;
  }

  /** dv = -1/2 sum of dY gamma (Z - m) (v + eps)^(-3/2). */
  @Override
  public float[] varianceGradient(LayerGradients gradients, int rows) {
    float[] d = gradients.scale().toArray();
    for (int unit = 0; unit < d.length; unit++) {
      d[unit] *= -0.5f * scale.get(0, unit) * inverse.get(0, unit);
    }
    return d;
  }

  @Override
  public void close() {
    mean.close();
    variance.close();
    inverse.close();
    scale.close();
  }
}
