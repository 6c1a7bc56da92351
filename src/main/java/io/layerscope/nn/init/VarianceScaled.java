package io.layerscope.nn.init;

import java.util.random.RandomGenerator;

/** The initializers that are instances of {@link VarianceScaling}. */
public sealed interface VarianceScaled extends Initializer
    permits XavierUniform,
        XavierNormal,
        KaimingUniform,
        KaimingNormal,
        LecunUniform,
        LecunNormal,
        FanInUniform {

  /**
   * The formula with this initializer's numbers, in a layer whose activation has the given gain.
   */
  VarianceScaling scaling(double gain);

  @Override
  default void fill(float[] w, int fanOut, int fanIn, double gain, RandomGenerator random) {
    scaling(gain).fill(w, fanOut, fanIn, random);
  }

  @Override
  default double variance(int fanIn, int fanOut, double gain) {
    return scaling(gain).variance(fanIn, fanOut);
  }
}
