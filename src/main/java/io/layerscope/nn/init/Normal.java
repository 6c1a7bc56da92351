package io.layerscope.nn.init;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import java.util.random.RandomGenerator;

/**
 * W ~ N(mean, standardDeviation^2), whatever the layer's size.
 *
 * @param mean default 0
 * @param standardDeviation default 0.01
 */
public record Normal(
    @JsonPropertyDescription("Default 0.") @Limit(min = -1e6, max = 1e6) Double mean,
    @JsonPropertyDescription("Default 0.01.") @Limit(min = 0, max = 1e6, minExclusive = true)
        Double standardDeviation)
    implements Initializer {

  public Normal {
    mean = mean == null ? 0.0 : mean;
    standardDeviation = standardDeviation == null ? 0.01 : standardDeviation;
    Bounds.check(Normal.class, "mean", mean);
    Bounds.check(Normal.class, "standardDeviation", standardDeviation);
  }

  @Override
  public void fill(float[] w, int fanOut, int fanIn, double gain, RandomGenerator random) {
    for (int i = 0; i < fanOut * fanIn; i++) {
      w[i] = (float) (mean + standardDeviation * random.nextGaussian());
    }
  }

  @Override
  public double variance(int fanIn, int fanOut, double gain) {
    return standardDeviation * standardDeviation;
  }

  @Override
  public boolean centered() {
    return mean == 0;
  }
}
