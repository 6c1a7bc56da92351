package io.layerscope.nn.init;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.nn.init.VarianceScaling.Shape;

/**
 * W ~ N(0, Var[W]), Var[W] = gain^2 * 2 / (fanIn + fanOut): the compromise between forward and
 * backward for units that are linear around 0.
 *
 * <p>X. Glorot and Y. Bengio, Understanding the difficulty of training deep feedforward neural
 * networks (2010).
 *
 * @param gain default 1
 */
public record XavierNormal(
    @JsonPropertyDescription("Multiplies the standard deviation; default 1.")
        @Limit(min = 0, max = 1e6, minExclusive = true)
        Double gain)
    implements VarianceScaled {

  public XavierNormal {
    gain = gain == null ? 1.0 : gain;
    Bounds.check(XavierNormal.class, "gain", gain);
  }

  @Override
  public VarianceScaling scaling(double activationGain) {
    return VarianceScaling.xavier(gain, Shape.NORMAL);
  }
}
