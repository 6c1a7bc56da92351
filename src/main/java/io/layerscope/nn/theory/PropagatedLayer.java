package io.layerscope.nn.theory;

import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What variance propagation needs to know of a weight layer, z = h~ W^T + b, h = sigma(z).
 *
 * @param fanIn D_(i-1)
 * @param fanOut D_i
 * @param weightVariance Var[W]
 * @param biasVariance Var[b]
 * @param dropoutBelow the probability that an input of this layer is dropped
 * @param activation sigma
 * @param derivative sigma'
 * @param normalizedSecondMoment gamma^2 + beta^2 where z is normalized before sigma, else null
 */
public record PropagatedLayer(
    int fanIn,
    int fanOut,
    double weightVariance,
    double biasVariance,
    double dropoutBelow,
    DoubleUnaryOperator activation,
    DoubleUnaryOperator derivative,
    @Nullable Double normalizedSecondMoment) {

  /** What enters sigma, given E[z^2]. */
  double enteringActivation(double preActivationSecondMoment) {
    return normalizedSecondMoment == null ? preActivationSecondMoment : normalizedSecondMoment;
  }
}
