package io.layerscope.nn.init;

import io.layerscope.nn.init.VarianceScaling.Shape;

/**
 * W ~ N(0, Var[W]), Var[W] = 1 / fanIn: a linear layer keeps the variance of its input.
 *
 * <p>Y. LeCun et al., Efficient BackProp (1998).
 */
public record LecunNormal() implements VarianceScaled {

  @Override
  public VarianceScaling scaling(double activationGain) {
    return VarianceScaling.lecun(Shape.NORMAL);
  }
}
