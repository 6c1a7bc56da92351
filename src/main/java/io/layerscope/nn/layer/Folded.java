package io.layerscope.nn.layer;

import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.Natives;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * A layer before its activation, as it is in inference: its normalization is folded into weights
 * and bias, since the running moments do not change.
 *
 * <pre>
 * batch normalization:  s = gamma / sqrt(v + eps)     Y = X (s W)^T + beta - s m
 * whitening:            Y = (X W^T - m) R G + beta,   R = (C + eps I)^(-1/2), G = diag(gamma)
 * </pre>
 *
 * Whitening stays a product of its own: folded, it would subtract large numbers.
 *
 * @param weights [M, N], row-major
 * @param bias [M]
 * @param mixing R G [M, M], row-major; null where nothing is whitened
 * @param shift beta [M] behind the mixing; null where nothing is whitened
 */
@SuppressWarnings("ArrayRecordComponent")
public record Folded(
    LayerSpec spec,
    float[] weights,
    float[] bias,
    float @Nullable [] mixing,
    float @Nullable [] shift) {

  /** Folds a layer's parameters. */
  public static Folded of(LayerParameters layer) {
    LayerSpec spec = layer.spec();
    return switch (spec.normalization()) {
      case NormalizationSpec.None _ ->
          new Folded(spec, layer.weights().toArray(), layer.bias().toArray(), null, null);
      case NormalizationSpec.Batch batch -> scaled(layer, batch.epsilon());
      case NormalizationSpec.Whitening whitening -> mixed(layer, whitening.epsilon());
    };
  }

  private static Folded scaled(LayerParameters layer, double epsilon) {
    LayerSpec spec = layer.spec();
    float[] weights = layer.weights().toArray();
    float[] bias = new float[spec.units()];
    for (int unit = 0; unit < spec.units(); unit++) {
      double variance = layer.runningVariance().get(0, unit);
      double scale = layer.gamma().get(0, unit) / Math.sqrt(variance + epsilon);
      for (int i = unit * spec.inputs(); i < (unit + 1) * spec.inputs(); i++) {
        weights[i] = (float) (scale * weights[i]);
      }
      bias[unit] = (float) (layer.beta().get(0, unit) - scale * layer.runningMean().get(0, unit));
    }
    return new Folded(spec, weights, bias, null, null);
  }

  private static Folded mixed(LayerParameters layer, double epsilon) {
    LayerSpec spec = layer.spec();
    int units = spec.units();
    int group = spec.group();
    float[] bias = layer.runningMean().toArray();
    for (int unit = 0; unit < units; unit++) {
      bias[unit] = -bias[unit];
    }
    float[] mixing = new float[Math.multiplyExact(units, units)];
    try (Matrix memory =
        Matrix.zeros(1, Math.toIntExact(CovarianceRoot.bytes(Math.min(group, units)) / 4))) {
      for (int from = 0; from < units; from += group) {
        int size = Math.min(group, units - from);
        CovarianceRoot root = new CovarianceRoot(size, memory.at(0, 0));
        root.load(layer.runningCovariance().at(from, 0), layer.runningCovariance().columns());
        root.invert(1, epsilon);
        for (int i = 0; i < size; i++) {
          for (int j = 0; j < size; j++) {
            float r =
                Natives.MEMORY.get(
                    ValueLayout.JAVA_FLOAT_UNALIGNED, root.matrix() + 4L * (i * size + j));
            mixing[(from + i) * units + from + j] = r * layer.gamma().get(0, from + j);
          }
        }
      }
    }
    return new Folded(spec, layer.weights().toArray(), bias, mixing, layer.beta().toArray());
  }
}
