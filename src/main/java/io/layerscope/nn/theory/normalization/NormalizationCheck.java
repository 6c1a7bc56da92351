package io.layerscope.nn.theory.normalization;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/**
 * Derivatives through a normalization against central differences of L = sum upstream * Y^, in
 * double.
 *
 * <p>(L(x + h) - L(x - h)) / 2h for every element of Y, gamma and beta; costs two forward passes
 * for each.
 */
public final class NormalizationCheck {

  private static final double STEP = 1e-4;

  private final Function<Batch, NormalizationMoments> normalization;
  private final Batch upstream;

  /**
   * @param normalization how a batch is normalized, with its epsilon and group size
   * @param upstream dY^ [B, M]
   */
  public NormalizationCheck(Function<Batch, NormalizationMoments> normalization, Batch upstream) {
    this.normalization = normalization;
    this.upstream = upstream;
  }

  /**
   * The greatest difference between a derivative and its central difference, relative to the
   * greatest derivative of the same array.
   */
  public double greatestRelativeError(Batch y, double[] gamma, double[] beta) {
    NormalizationMoments moments = normalization.apply(y);
    NormalizationGradients gradients = moments.gradients(gamma, upstream);
    // Y^ bends over the smallest deviation that is divided by: steps are small beside it.
    double bend = 1 / Arrays.stream(moments.amplification()).max().orElse(1);
    Batch moved = new Batch(y.rows(), y.units(), y.values().clone());
    double[] scale = gamma.clone();
    double[] shift = beta.clone();
    DoubleSupplier byY = () -> loss(normalization.apply(moved), scale, shift);
    DoubleSupplier byParameters = () -> loss(moments, scale, shift);
    return Math.max(
        error(moved.values(), gradients.y().values(), STEP * bend, byY),
        Math.max(
            error(scale, gradients.gamma(), STEP, byParameters),
            error(shift, gradients.beta(), STEP, byParameters)));
  }

  private static double error(double[] at, double[] derivatives, double step, DoubleSupplier loss) {
    double difference = 0;
    double greatest = 0;
    for (int i = 0; i < at.length; i++) {
      double value = at[i];
      double high = value + step;
      double low = value - step;
      at[i] = high;
      double above = loss.getAsDouble();
      at[i] = low;
      double below = loss.getAsDouble();
      at[i] = value;
      double central = (above - below) / (high - low);
      difference = Math.max(difference, Math.abs(central - derivatives[i]));
      greatest = Math.max(greatest, Math.max(Math.abs(central), Math.abs(derivatives[i])));
    }
    return greatest == 0 ? 0 : difference / greatest;
  }

  private double loss(NormalizationMoments moments, double[] gamma, double[] beta) {
    return Arrays.stream(upstream.times(moments.output(gamma, beta)).values()).sum();
  }
}
