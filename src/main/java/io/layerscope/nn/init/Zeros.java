package io.layerscope.nn.init;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** W = 0. Units that start alike stay alike: for biases, and to show just that. */
public record Zeros() implements Initializer {

  @Override
  public void fill(float[] w, int fanOut, int fanIn, double gain, RandomGenerator random) {
    Arrays.fill(w, 0, fanOut * fanIn, 0);
  }

  @Override
  public double variance(int fanIn, int fanOut, double gain) {
    return 0;
  }
}
