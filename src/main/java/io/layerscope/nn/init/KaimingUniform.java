package io.layerscope.nn.init;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.nn.init.VarianceScaling.Shape;
import org.jspecify.annotations.Nullable;

/**
 * W ~ U[-a, a], a = gain sqrt(3 / fan), so that Var[W] = gain^2 / fan: keeps the second moment of
 * the signals constant in depth.
 *
 * <p>K. He et al., Delving deep into rectifiers (2015).
 *
 * @param fan default in
 * @param gain default the gain of the layer's own activation, sqrt 2 for ReLU
 */
public record KaimingUniform(
    @JsonPropertyDescription("What is kept: signals (in) or gradients (out); default in.") Fan fan,
    @JsonPropertyDescription("Default the gain of the layer's own activation, sqrt 2 for relu.")
        @Limit(min = 0, max = 1e6, minExclusive = true)
        @Nullable Double gain)
    implements VarianceScaled {

  public KaimingUniform {
    fan = fan == null ? Fan.IN : fan;
    Bounds.check(KaimingUniform.class, "gain", gain);
  }

  @Override
  public VarianceScaling scaling(double activationGain) {
    return VarianceScaling.kaiming(fan, gain == null ? activationGain : gain, Shape.UNIFORM);
  }
}
