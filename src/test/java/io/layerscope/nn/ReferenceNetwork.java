package io.layerscope.nn;

import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.layer.NormalizationSpec;
import io.layerscope.nn.theory.normalization.WhiteningMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A network in double precision, one number at a time, as the equations are written. Parameters are
 * named as the core names its tensors; masks are given: 0 for a dropped unit, 1 / (1 - p) for a
 * kept one.
 *
 * @param classWeights one for each class
 */
record ReferenceNetwork(
    NetworkSpec spec, int inputs, int classes, double[] classWeights, double smoothing) {

  /** Rows X [B, N] with their classes, and a mask for the input and for each weight layer. */
  record Batch(double[][] x, int[] labels, List<double[][]> masks) {}

  /** What a layer's forward pass leaves for its backward pass. */
  private record Tape(
      double[][] x,
      double[][] normalized,
      double[] inverse,
      double[][] y,
      double[][] h,
      @Nullable WhiteningMoments whitened) {}

  /** The mean loss of a batch in training mode. */
  double loss(Map<String, double[]> parameters, Batch batch) {
    double[][] logits = forward(parameters, batch).getLast().h();
    double[][] p = softmax(logits);
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      for (int c = 0; c < classes; c++) {
        double target = target(batch.labels()[i], c);
        sum -= target == 0 ? 0 : target * Math.log(p[i][c]);
      }
    }
    return sum / weight(batch.labels());
  }

  /** t_ic = (1 - e) w_y [c = y_i] + (e / K) w_c. */
  private double target(int label, int c) {
    double hard = label == c ? (1 - smoothing) * classWeights[label] : 0;
    return hard + smoothing / classes * classWeights[c];
  }

  private double weight(int[] labels) {
    double sum = 0;
    for (int label : labels) {
      sum += classWeights[label];
    }
    return sum;
  }

  private static double[][] softmax(double[][] logits) {
    double[][] p = new double[logits.length][];
    for (int i = 0; i < p.length; i++) {
      double sum = 0;
      for (double logit : logits[i]) {
        sum += Math.exp(logit);
      }
      p[i] = logits[i].clone();
      for (int c = 0; c < p[i].length; c++) {
        p[i][c] = Math.exp(logits[i][c]) / sum;
      }
    }
    return p;
  }

  private List<Tape> forward(Map<String, double[]> parameters, Batch batch) {
    List<Tape> tapes = new ArrayList<>();
    double[][] x = times(batch.x(), batch.masks().getFirst());
    for (int layer = 0; layer < spec.layers(); layer++) {
      Tape tape = layer(parameters, layer, x);
      tapes.add(tape);
      x = times(tape.h(), batch.masks().get(layer + 1));
    }
    return tapes;
  }

  private Tape layer(Map<String, double[]> parameters, int layer, double[][] x) {
    double[] w = parameters.get(name(layer, "weights"));
    int in = x[0].length;
    int out = w.length / in;
    double[][] z = new double[x.length][out];
    for (int i = 0; i < x.length; i++) {
      for (int unit = 0; unit < out; unit++) {
        for (int k = 0; k < in; k++) {
          z[i][unit] += w[unit * in + k] * x[i][k];
        }
      }
    }
    WhiteningMoments whitened =
        spec.normalizationOf(layer) instanceof NormalizationSpec.Whitening whitening
            ? WhiteningMoments.of(flat(z), whitening.epsilon(), whitening.groupSize())
            : null;
    double[][] normalized = new double[x.length][out];
    double[] inverse = new double[out];
    double[][] y = new double[x.length][out];
    double[][] h = new double[x.length][out];
    Activation activation = spec.activationOf(layer);
    for (int unit = 0; unit < out; unit++) {
      if (spec.normalizationOf(layer) instanceof NormalizationSpec.Batch batch) {
        inverse[unit] = 1 / Math.sqrt(variance(z, unit) + batch.epsilon());
      }
      double mean = mean(z, unit);
      for (int i = 0; i < x.length; i++) {
        normalized[i][unit] =
            whitened == null
                ? (z[i][unit] - mean) * inverse[unit]
                : whitened.standardized().values()[i * out + unit];
        y[i][unit] =
            normalizes(layer)
                ? parameters.get(name(layer, "gamma"))[unit] * normalized[i][unit]
                    + parameters.get(name(layer, "beta"))[unit]
                : z[i][unit] + parameters.get(name(layer, "bias"))[unit];
        h[i][unit] = activation.value(y[i][unit]);
      }
    }
    return new Tape(x, normalized, inverse, y, h, whitened);
  }

  /** The batch's means and (biased) variances of a normalized layer's pre-activations. */
  double[][] moments(Map<String, double[]> parameters, Batch batch, int layer) {
    double[][] x = forward(parameters, batch).get(layer).x();
    double[] w = parameters.get(name(layer, "weights"));
    int in = x[0].length;
    int out = w.length / in;
    double[][] moments = new double[2][out];
    double[][] z = new double[x.length][out];
    for (int unit = 0; unit < out; unit++) {
      for (int i = 0; i < x.length; i++) {
        for (int k = 0; k < in; k++) {
          z[i][unit] += w[unit * in + k] * x[i][k];
        }
      }
      moments[0][unit] = mean(z, unit);
      moments[1][unit] = variance(z, unit);
    }
    return moments;
  }

  /** The loss's derivatives by all learned parameters. */
  Map<String, double[]> gradients(Map<String, double[]> parameters, Batch batch) {
    List<Tape> tapes = forward(parameters, batch);
    Map<String, double[]> gradients = new LinkedHashMap<>();
    double[][] d = softmax(tapes.getLast().h());
    double weight = weight(batch.labels());
    for (int i = 0; i < d.length; i++) {
      double targets = 0;
      for (int c = 0; c < classes; c++) {
        targets += target(batch.labels()[i], c);
      }
      for (int c = 0; c < classes; c++) {
        d[i][c] = (d[i][c] * targets - target(batch.labels()[i], c)) / weight;
      }
    }
    for (int layer = spec.layers() - 1; layer >= 0; layer--) {
      d = times(d, batch.masks().get(layer + 1));
      d = backward(parameters, layer, tapes.get(layer), d, gradients);
    }
    return gradients;
  }

  /** From dH to dX, with the layer's own derivatives put into the map. */
  private double[][] backward(
      Map<String, double[]> parameters,
      int layer,
      Tape tape,
      double[][] dh,
      Map<String, double[]> gradients) {
    Activation activation = spec.activationOf(layer);
    double[] w = parameters.get(name(layer, "weights"));
    int rows = dh.length;
    int out = dh[0].length;
    int in = tape.x()[0].length;
    double[] shift = new double[out];
    double[] scale = new double[out];
    double[] dw = new double[w.length];
    double[][] dx = new double[rows][in];
    double[][] dy = new double[rows][out];
    for (int unit = 0; unit < out; unit++) {
      for (int i = 0; i < rows; i++) {
        dy[i][unit] = dh[i][unit] * activation.derivative(tape.y()[i][unit]);
      }
    }
    double[][] whitened = whitened(parameters, layer, tape, dy);
    for (int unit = 0; unit < out; unit++) {
      double[] dz = new double[rows];
      for (int i = 0; i < rows; i++) {
        dz[i] = dy[i][unit];
        shift[unit] += dz[i];
        scale[unit] += dz[i] * tape.normalized()[i][unit];
      }
      if (whitened != null) {
        for (int i = 0; i < rows; i++) {
          dz[i] = whitened[i][unit];
        }
      } else if (normalizes(layer)) {
        double factor = parameters.get(name(layer, "gamma"))[unit] * tape.inverse()[unit];
        for (int i = 0; i < rows; i++) {
          double tilt = tape.normalized()[i][unit] * scale[unit];
          dz[i] = factor * (dz[i] - shift[unit] / rows - tilt / rows);
        }
      }
      for (int i = 0; i < rows; i++) {
        for (int k = 0; k < in; k++) {
          dw[unit * in + k] += dz[i] * tape.x()[i][k];
          dx[i][k] += dz[i] * w[unit * in + k];
        }
      }
    }
    gradients.put(name(layer, "weights"), dw);
    if (normalizes(layer)) {
      gradients.put(name(layer, "gamma"), scale);
      gradients.put(name(layer, "beta"), shift);
    } else {
      gradients.put(name(layer, "bias"), shift);
    }
    return dx;
  }

  /** From dY to dZ of a whitened layer; null for others. */
  private double @Nullable [][] whitened(
      Map<String, double[]> parameters, int layer, Tape tape, double[][] dy) {
    if (tape.whitened() == null) {
      return null;
    }
    double[] gamma = parameters.get(name(layer, "gamma"));
    var upstream = flat(dy);
    double[] dz = tape.whitened().gradients(gamma, upstream).y().values();
    double[][] rows = new double[dy.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(dz, i * gamma.length, (i + 1) * gamma.length);
    }
    return rows;
  }

  private static io.layerscope.nn.theory.normalization.Batch flat(double[][] rows) {
    double[] values = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return new io.layerscope.nn.theory.normalization.Batch(rows.length, rows[0].length, values);
  }

  private boolean normalizes(int layer) {
    return !(spec.normalizationOf(layer) instanceof NormalizationSpec.None);
  }

  private static String name(int layer, String part) {
    return "layer" + (layer + 1) + "." + part;
  }

  private static double mean(double[][] z, int unit) {
    double sum = 0;
    for (double[] row : z) {
      sum += row[unit];
    }
    return sum / z.length;
  }

  private static double variance(double[][] z, int unit) {
    double mean = mean(z, unit);
    double sum = 0;
    for (double[] row : z) {
      sum += (row[unit] - mean) * (row[unit] - mean);
    }
    return sum / z.length;
  }

  private static double[][] times(double[][] values, double[][] mask) {
    double[][] product = new double[values.length][values[0].length];
    for (int i = 0; i < product.length; i++) {
      for (int k = 0; k < product[i].length; k++) {
        product[i][k] = values[i][k] * mask[i][k];
      }
    }
    return product;
  }
}
