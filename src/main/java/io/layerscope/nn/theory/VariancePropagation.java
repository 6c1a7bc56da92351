package io.layerscope.nn.theory;

import java.util.List;

/**
 * How the second moments of signals and gradients travel through a network before its first step.
 *
 * <p>For wide layers, independent weights of zero mean, g ~ N(0, 1), and q_i = E[z_i^2]:
 *
 * <pre>
 * forward   q_i = D_(i-1) Var[W_i] E[sigma(sqrt(q_(i-1)) g)^2] / (1-p) + Var[b_i]
 * backward  E[dz_(i-1)^2] = D_i Var[W_i] E[sigma'(sqrt(q_(i-1)) g)^2] / (1-p) * E[dz_i^2]
 * </pre>
 *
 * <p>K. He et al., Delving deep into rectifiers (2015), for any activation; X. Glorot and Y. Bengio
 * (2010).
 *
 * @param layers the weight layers from the input up
 */
public record VariancePropagation(List<PropagatedLayer> layers) {

  public VariancePropagation {
    layers = List.copyOf(layers);
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).fanIn() != layers.get(i - 1).fanOut()) {
        throw new IllegalArgumentException("Layer " + (i + 1) + " does not fit the one below");
      }
    }
  }

  /**
   * The second moment of every layer's pre-activations, before they are normalized.
   *
   * @param inputSecondMoment E[x^2] over rows and features, before dropout of inputs
   */
  public double[] forward(double inputSecondMoment) {
    double[] q = new double[layers.size()];
    double entering = inputSecondMoment;
    for (int i = 0; i < q.length; i++) {
      PropagatedLayer layer = layers.get(i);
      q[i] =
          layer.fanIn() * layer.weightVariance() * entering / (1 - layer.dropoutBelow())
              + layer.biasVariance();
      entering =
          GaussianExpectation.ofSquare(
              layer.activation(), Math.sqrt(layer.enteringActivation(q[i])));
    }
    return q;
  }

  /**
   * The second moment of the loss's derivative by every layer's pre-activations; NaN for a
   * normalized layer and those below it, for which there is no forecast.
   *
   * @param q what {@link #forward} gave
   * @param topSecondMoment E[dz_L^2] of the top layer, measured
   */
  public double[] backward(double[] q, double topSecondMoment) {
    double[] gradients = new double[layers.size()];
    double above = topSecondMoment;
    for (int i = gradients.length - 1; i >= 0; i--) {
      gradients[i] = i == gradients.length - 1 ? above : throughLayer(i, q[i], above);
      above = gradients[i];
    }
    return gradients;
  }

  private double throughLayer(int i, double q, double above) {
    PropagatedLayer layer = layers.get(i);
    PropagatedLayer next = layers.get(i + 1);
    if (layer.normalizedSecondMoment() != null) {
      return Double.NaN;
    }
    return next.fanOut()
        * next.weightVariance()
        * GaussianExpectation.ofSquare(layer.derivative(), Math.sqrt(q))
        / (1 - next.dropoutBelow())
        * above;
  }

  /**
   * By what factor the second moment of a single network may lie above or below the forecast, since
   * its layers are not infinitely wide: exp(2 s_i), two deviations of log q_i.
   *
   * <pre>
   * s_i^2 = a_(i-1) + max(2, k_i) / D_i      a_i = J_i^2 a_(i-1) + k~_i / D_i      a_0 = 0
   * k = E[h^4] / E[h^2]^2 - 1      J = d log E[h^2] / d log q = E[z sigma sigma'] / E[h^2]
   * </pre>
   *
   * <p>a is the variance of log E[h~^2] over the units of one row, k~ with dropout: (k + 1) / (1-p)
   * - 1. For ReLU k = 5 and J = 1, so that s_i = sqrt(5 i / n) with n units in each layer; a
   * function that saturates damps what the layers below have added. Rows that are averaged scatter
   * less.
   *
   * @param q what {@link #forward} gave
   */
  public double[] band(double[] q) {
    double[] factors = new double[layers.size()];
    double below = 0;
    for (int i = 0; i < factors.length; i++) {
      PropagatedLayer layer = layers.get(i);
      double root = Math.sqrt(layer.enteringActivation(q[i]));
      double second = GaussianExpectation.ofSquare(layer.activation(), root);
      double fourth =
          GaussianExpectation.ofSquare(z -> Math.pow(layer.activation().applyAsDouble(z), 2), root);
      double slope =
          GaussianExpectation.of(
              z -> z * layer.activation().applyAsDouble(z) * layer.derivative().applyAsDouble(z),
              root);
      double kurtosis = fourth / second / second;
      factors[i] = Math.exp(2 * Math.sqrt(below + Math.max(2, kurtosis - 1) / layer.fanOut()));
      double dropout = i + 1 < factors.length ? layers.get(i + 1).dropoutBelow() : 0;
      below = below * Math.pow(slope / second, 2) + (kurtosis / (1 - dropout) - 1) / layer.fanOut();
    }
    return factors;
  }
}
