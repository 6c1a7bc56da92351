package io.layerscope.nn;

import io.layerscope.nn.optim.Optimizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Optimizers in double precision, each as its paper writes it. Penalties, decay and the norm's
 * bound are for weights only.
 */
final class ReferenceOptimizer {

  private final TrainingSpec spec;
  private final Map<String, double[]> firsts = new HashMap<>();
  private final Map<String, double[]> seconds = new HashMap<>();
  private int t;
  private double norm;

  ReferenceOptimizer(TrainingSpec spec) {
    this.spec = spec;
  }

  /** One step at a learning rate and a momentum, which is used by SGD alone. */
  void step(
      Map<String, double[]> parameters,
      Map<String, double[]> gradients,
      double rate,
      double momentum) {
    t++;
    double squares = 0;
    for (double[] gradient : gradients.values()) {
      for (double g : gradient) {
        squares += g * g;
      }
    }
    norm = Math.sqrt(squares);
    Double greatest = spec.gradientClipping();
    double clip = greatest != null && norm > greatest ? greatest / norm : 1;
    gradients.forEach(
        (name, gradient) -> {
          double[] w = parameters.get(name);
          double[] first = firsts.computeIfAbsent(name, _ -> new double[w.length]);
          double[] second = seconds.computeIfAbsent(name, _ -> new double[w.length]);
          boolean weights = name.endsWith("weights");
          for (int i = 0; i < w.length; i++) {
            double g = gradient[i] * clip;
            if (weights) {
              g += spec.penalty() * w[i] + spec.l1() * Math.signum(w[i]);
              if (spec.optimizer() instanceof Optimizer.AdamW adamW) {
                w[i] -= rate * adamW.weightDecay() * w[i];
              }
            }
            w[i] -= update(first, second, i, g, rate, momentum);
          }
        });
  }

  /** What is subtracted from a parameter. */
  private double update(
      double[] first, double[] second, int i, double g, double rate, double momentum) {
    return switch (spec.optimizer()) {
      // Polyak (1964); Sutskever et al. (2013), with the velocity before the learning rate.
      case Optimizer.Sgd sgd -> {
        first[i] = momentum * first[i] + g;
        yield rate * (sgd.nesterov() ? g + momentum * first[i] : first[i]);
      }
      case Optimizer.Adam adam ->
          adam(first, second, i, g, rate, adam.beta1(), adam.beta2(), adam.epsilon());
      case Optimizer.AdamW adam ->
          adam(first, second, i, g, rate, adam.beta1(), adam.beta2(), adam.epsilon());
      // Tieleman and Hinton (2012), lecture 6.5.
      case Optimizer.RmsProp rms -> {
        second[i] = rms.decay() * second[i] + (1 - rms.decay()) * g * g;
        yield rate * g / (Math.sqrt(second[i]) + rms.epsilon());
      }
      // Duchi, Hazan and Singer (2011), diagonal.
      case Optimizer.AdaGrad ada -> {
        second[i] += g * g;
        yield rate * g / (Math.sqrt(second[i]) + ada.epsilon());
      }
      // Zeiler (2012), algorithm 1; first is E[dx^2].
      case Optimizer.AdaDelta ada -> {
        second[i] = ada.rho() * second[i] + (1 - ada.rho()) * g * g;
        double dx = Math.sqrt(first[i] + ada.epsilon()) / Math.sqrt(second[i] + ada.epsilon()) * g;
        first[i] = ada.rho() * first[i] + (1 - ada.rho()) * dx * dx;
        yield rate * dx;
      }
    };
  }

  /** Kingma and Ba (2015), algorithm 1. */
  private double adam(
      double[] first,
      double[] second,
      int i,
      double g,
      double rate,
      double beta1,
      double beta2,
      double epsilon) {
    first[i] = beta1 * first[i] + (1 - beta1) * g;
    second[i] = beta2 * second[i] + (1 - beta2) * g * g;
    double m = first[i] / (1 - Math.pow(beta1, t));
    double v = second[i] / (1 - Math.pow(beta2, t));
    return rate * m / (Math.sqrt(v) + epsilon);
  }

  /** The norm of the last step's gradient, before clipping. */
  double norm() {
    return norm;
  }

  /** Scales each row of weights, one unit's incoming ones, down to a norm. */
  static void bound(Map<String, double[]> parameters, Map<String, Integer> columns, double most) {
    columns.forEach(
        (name, width) -> {
          double[] w = parameters.get(name);
          for (int row = 0; row < w.length; row += width) {
            double squares = 0;
            for (int i = row; i < row + width; i++) {
              squares += w[i] * w[i];
            }
            double factor = Math.min(1, most / Math.sqrt(squares));
            for (int i = row; i < row + width; i++) {
              w[i] *= factor;
            }
          }
        });
  }
}
