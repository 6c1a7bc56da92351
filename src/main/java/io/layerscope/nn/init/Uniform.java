package io.layerscope.nn.init;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.nn.bounds.OutOfBounds;
import java.util.random.RandomGenerator;

/**
 * W ~ U[low, high], whatever the layer's size; Var[W] = (high - low)^2 / 12.
 *
 * @param low default -0.05
 * @param high default 0.05
 */
public record Uniform(
    @JsonPropertyDescription("Default -0.05.") @Limit(min = -1e6, max = 1e6) Double low,
    @JsonPropertyDescription("Default 0.05.") @Limit(min = -1e6, max = 1e6) Double high)
    implements Initializer {

  public Uniform {
    low = low == null ? -0.05 : low;
    high = high == null ? 0.05 : high;
    Bounds.check(Uniform.class, "low", low);
    Bounds.check(Uniform.class, "high", high);
    if (low >= high) {
      throw new OutOfBounds(
          "high", "must be greater than low, which is " + low + ", but is " + high);
    }
  }

  @Override
  public void fill(float[] w, int fanOut, int fanIn, double gain, RandomGenerator random) {
    for (int i = 0; i < fanOut * fanIn; i++) {
      w[i] = (float) (low + (high - low) * random.nextDouble());
    }
  }

  @Override
  public double variance(int fanIn, int fanOut, double gain) {
    return (high - low) * (high - low) / 12;
  }

  @Override
  public boolean centered() {
    return low == -high;
  }
}
