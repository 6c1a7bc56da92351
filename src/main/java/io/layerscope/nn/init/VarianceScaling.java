package io.layerscope.nn.init;

import java.util.random.RandomGenerator;

/**
 * The one formula behind Xavier, Kaiming and LeCun initialization.
 *
 * <p>Var[W] = scale / n, where n is fan in, fan out, or their mean; drawn from N(0, Var[W]) or from
 * U[-a, a] with a = sqrt(3 Var[W]).
 */
public record VarianceScaling(double scale, Mode mode, Shape shape) {

  /** What n counts. */
  public enum Mode {
    FAN_IN,
    FAN_OUT,
    FAN_MEAN
  }

  /** What is drawn from. */
  public enum Shape {
    NORMAL,
    UNIFORM
  }

  static VarianceScaling xavier(double gain, Shape shape) {
    return new VarianceScaling(gain * gain, Mode.FAN_MEAN, shape);
  }

  static VarianceScaling kaiming(Fan fan, double gain, Shape shape) {
    return new VarianceScaling(gain * gain, fan == Fan.IN ? Mode.FAN_IN : Mode.FAN_OUT, shape);
  }

  static VarianceScaling lecun(Shape shape) {
    return new VarianceScaling(1, Mode.FAN_IN, shape);
  }

  /** Var[W]. */
  public double variance(int fanIn, int fanOut) {
    return switch (mode) {
      case FAN_IN -> scale / fanIn;
      case FAN_OUT -> scale / fanOut;
      case FAN_MEAN -> 2 * scale / ((double) fanIn + fanOut);
    };
  }

  /** Draws all of W [fanOut, fanIn]. */
  public void fill(float[] w, int fanOut, int fanIn, RandomGenerator random) {
    double deviation = Math.sqrt(variance(fanIn, fanOut));
    double bound = Math.sqrt(3) * deviation;
    for (int i = 0; i < fanOut * fanIn; i++) {
      w[i] =
          (float)
              (shape == Shape.NORMAL
                  ? deviation * random.nextGaussian()
                  : bound * (2 * random.nextDouble() - 1));
    }
  }
}
