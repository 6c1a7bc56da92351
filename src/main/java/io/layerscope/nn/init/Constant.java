package io.layerscope.nn.init;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.nn.bounds.OutOfBounds;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * W = value, everywhere.
 *
 * @param value without a default
 */
public record Constant(
    @JsonPropertyDescription("Every weight.") @Limit(min = -1e6, max = 1e6) Double value)
    implements Initializer {

  public Constant {
    if (value == null) {
      throw new OutOfBounds("value", "must be given");
    }
    Bounds.check(Constant.class, "value", value);
  }

  @Override
  public void fill(float[] w, int fanOut, int fanIn, double gain, RandomGenerator random) {
    Arrays.fill(w, 0, fanOut * fanIn, value.floatValue());
  }

  @Override
  public double variance(int fanIn, int fanOut, double gain) {
    return 0;
  }

  @Override
  public boolean centered() {
    return value == 0;
  }
}
