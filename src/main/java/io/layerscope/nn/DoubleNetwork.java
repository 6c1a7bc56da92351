package io.layerscope.nn;

import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.layer.LayerParameters;
import io.layerscope.nn.layer.LayerSpec;
import io.layerscope.nn.layer.NormalizationSpec;
import io.layerscope.nn.theory.normalization.Batch;
import io.layerscope.nn.theory.normalization.Normalization;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network's loss on one batch in double precision, from any of its layers on: what central
 * differences are taken of. It computes with the same parameters and masks as the passes that
 * train, and shares no code with them.
 */
final class DoubleNetwork {

  /** One number of a layer's normalization that is moved. */
  record Moved(String what, int unit, double by) {

    private double[] added(String name, double[] values) {
      double[] moved = values.clone();
      if (what.equals(name)) {
        moved[unit] += by;
      }
      return moved;
    }
  }

  private static final Moved NOTHING = new Moved("", 0, 0);

  private final List<LayerParameters> layers;
  private final int rows;
  private final int[] labels;
  private final double[][] weights;
  private final double[][] shifts;
  private final double[][] scales;
  private final @Nullable Normalization[] normalizations;
  private final float[][] masks;
  private final double[][] inputs;
  private final double[][] preActivations;
  private final double[][] activations;
  private final double[] bends;
  private long pattern;

  /**
   * @param x the input [B, N], after its mask
   * @param masks what each layer's activations are multiplied with [B, M]; an empty array for 1
   */
  DoubleNetwork(Network network, int rows, float[] x, int[] labels, float[][] masks) {
    layers = network.parameters().layers();
    this.rows = rows;
    this.labels = labels;
    this.masks = masks;
    int count = layers.size();
    weights = new double[count][];
    shifts = new double[count][];
    scales = new double[count][];
    normalizations = new @Nullable Normalization[count];
    inputs = new double[count][];
    preActivations = new double[count][];
    activations = new double[count][];
    bends = new double[count + 1];
    double[] input = widened(x);
    for (int layer = 0; layer < count; layer++) {
      read(layer);
      inputs[layer] = input;
      preActivations[layer] = product(layer, input);
      activations[layer] = activate(layer, preActivations[layer], NOTHING);
      input = masked(layer, activations[layer]);
    }
    bends[count] = 1;
    for (int layer = count - 1; layer >= 0; layer--) {
      bends[layer] = Math.min(bend(layer), bends[layer + 1]);
    }
  }

  private void read(int layer) {
    LayerParameters parameters = layers.get(layer);
    weights[layer] = widened(parameters.weights());
    boolean normalized = parameters.spec().normalized();
    shifts[layer] = widened(normalized ? parameters.beta() : parameters.bias());
    scales[layer] = normalized ? widened(parameters.gamma()) : new double[0];
    normalizations[layer] =
        switch (parameters.spec().normalization()) {
          case NormalizationSpec.None _ -> null;
          case NormalizationSpec.Batch batch -> new Normalization.PerUnit(batch.epsilon());
          case NormalizationSpec.Whitening whitening ->
              new Normalization.Whitened(whitening.epsilon(), whitening.groupSize());
        };
  }

  private static double[] widened(Matrix matrix) {
    return widened(matrix.toArray());
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** The deviation over which a layer's normalization bends, at most 1. */
  private double bend(int layer) {
    Normalization normalization = normalizations[layer];
    double bend = 1;
    if (normalization != null) {
      for (double a : normalization.of(batch(layer, preActivations[layer])).amplification()) {
        bend = Math.min(bend, 1 / a);
      }
    }
    return bend;
  }

  /** How far numbers of this layer and above may be moved and the loss still be smooth. */
  double bendFrom(int layer) {
    return bends[layer];
  }

  private Batch batch(int layer, double[] z) {
    return new Batch(rows, spec(layer).units(), z);
  }

  private LayerSpec spec(int layer) {
    return layers.get(layer).spec();
  }

  /** X [B, N] as it enters a layer. */
  double[] input(int layer) {
    return inputs[layer];
  }

  /** Z [B, M], with the bias where there is one. */
  double[] preActivation(int layer) {
    return preActivations[layer];
  }

  /** H [B, M], before dropout. */
  double[] activation(int layer) {
    return activations[layer];
  }

  /** On which side of their kinks activations were when the loss was last computed. */
  long pattern() {
    return pattern;
  }

  private double[] product(int layer, double[] x) {
    int in = spec(layer).inputs();
    int out = spec(layer).units();
    double[] w = weights[layer];
    double[] z = new double[rows * out];
    for (int row = 0; row < rows; row++) {
      for (int unit = 0; unit < out; unit++) {
        double even = 0;
        double odd = 0;
        int k = 0;
        for (; k + 1 < in; k += 2) {
          even += w[unit * in + k] * x[row * in + k];
          odd += w[unit * in + k + 1] * x[row * in + k + 1];
        }
        double rest = k < in ? w[unit * in + k] * x[row * in + k] : 0;
        double bias = normalizations[layer] == null ? shifts[layer][unit] : 0;
        z[row * out + unit] = even + odd + rest + bias;
      }
    }
    return z;
  }

  private double[] activate(int layer, double[] z, Moved moved) {
    Activation activation = spec(layer).activation();
    double[] y = normalized(layer, z, moved);
    double[] h = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      h[i] = activation.value(y[i]);
    }
    switch (activation) {
      case Activation.Relu _, Activation.LeakyRelu _, Activation.Elu _ -> {
        for (double value : y) {
          pattern = 31 * pattern + (value > 0 ? 1 : 0);
        }
      }
      default -> {
        // Smooth everywhere, or in its first derivative.
      }
    }
    return h;
  }

  private double[] normalized(int layer, double[] z, Moved moved) {
    Normalization normalization = normalizations[layer];
    if (normalization == null) {
      return z;
    }
    Batch batch = batch(layer, z);
    double[] mean = moved.added("batchMean", batch.means());
    double[] added = moved.added("batchVariance", new double[mean.length]);
    return normalization
        .of(mean, batch.centered(mean), added)
        .output(moved.added("gamma", scales[layer]), moved.added("beta", shifts[layer]))
        .values();
  }

  private double[] masked(int layer, double[] h) {
    float[] mask = masks[layer];
    if (mask.length == 0) {
      return h;
    }
    double[] product = new double[h.length];
    for (int i = 0; i < h.length; i++) {
      product[i] = h[i] * mask[i];
    }
    return product;
  }

  /** The loss of a layer's Z in the place of its own. */
  double lossFromPreActivation(int layer, double[] z, @Nullable Moved moved) {
    pattern = 0;
    return above(layer, activate(layer, z, moved == null ? NOTHING : moved));
  }

  /** The loss of a layer's H in the place of its own. */
  double lossFromActivation(int layer, double[] h) {
    pattern = 0;
    return above(layer, h);
  }

  private double above(int layer, double[] activation) {
    double[] h = activation;
    for (int next = layer + 1; next < layers.size(); next++) {
      h = activate(next, product(next, masked(next - 1, h)), NOTHING);
    }
    return loss(h);
  }

  /** -(1/B) sum of log softmax at the label. */
  private double loss(double[] logits) {
    int classes = logits.length / rows;
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      double greatest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < classes; c++) {
        greatest = Math.max(greatest, logits[row * classes + c]);
      }
      double exponentials = 0;
      for (int c = 0; c < classes; c++) {
        exponentials += Math.exp(logits[row * classes + c] - greatest);
      }
      sum += greatest + Math.log(exponentials) - logits[row * classes + labels[row]];
    }
    return sum / rows;
  }

  /** Multiplications of one loss from above a layer, by order of magnitude. */
  double cost(int layer) {
    double cost = 0;
    for (int next = layer; next < layers.size(); next++) {
      LayerSpec spec = spec(next);
      Normalization normalization = normalizations[next];
      cost += 20.0 * rows * spec.units();
      cost += next == layer ? 0 : (double) rows * spec.inputs() * spec.units();
      cost += normalization == null ? 0 : normalization.cost(rows, spec.units());
    }
    return cost;
  }
}
