package io.layerscope.nn.init;

import io.layerscope.nn.init.VarianceScaling.Mode;
import io.layerscope.nn.init.VarianceScaling.Shape;

/**
 * W ~ U[-a, a], a = 1 / sqrt(fanIn), so that Var[W] = 1 / (3 fanIn): the "standard" initialization
 * that Glorot and Bengio (2010) compare with.
 */
public record FanInUniform() implements VarianceScaled {

  @Override
  public VarianceScaling scaling(double activationGain) {
    return new VarianceScaling(1.0 / 3, Mode.FAN_IN, Shape.UNIFORM);
  }
}
