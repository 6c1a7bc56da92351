package io.layerscope.nn.theory.normalization;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * Derivatives through a normalization against central differences of L = sum upstream * Y^, in
 * double.
 *
 * <p>(L(x + h) - L(x - h)) / 2h for the elements of Y, gamma, beta, the means and the variances.
 * Each of Y's, of the means' and of the variances' costs two normalizations: where that is too
 * much, elements are taken at even distances.
 */
public final class NormalizationCheck {

  private static final double STEP = 1e-4;

  /** Derivatives smaller than this part of what they could be count as if they were so large. */
  private static final double FLOOR = 1e-3;

  private static final double MOST_MULTIPLICATIONS = 1.5e8;
  private static final int LEAST_ELEMENTS = 8;

  private final Normalization normalization;
  private final Batch upstream;

  /**
   * The greatest difference between a derivative and its central difference in each array, relative
   * to the array's greatest derivative.
   *
   * @param elements how many derivatives were compared
   * @param of how many there are
   */
  public record Errors(
      double gamma, double beta, double mean, double variance, double y, int elements, int of) {

    /** The greatest of all. */
    public double greatest() {
      return Math.max(Math.max(Math.max(gamma, beta), Math.max(mean, variance)), y);
    }
  }

  /**
   * @param upstream dY^ [B, M]
   */
  public NormalizationCheck(Normalization normalization, Batch upstream) {
    this.normalization = normalization;
    this.upstream = upstream;
  }

  /** The errors at a batch. */
  public Errors errors(Batch y, double[] gamma) {
    int units = y.units();
    NormalizationMoments moments = normalization.of(y);
    NormalizationGradients gradients = moments.gradients(gamma, upstream);
    // Y^ bends over the smallest deviation that is divided by: steps are small beside it.
    double amplified = Arrays.stream(moments.amplification()).max().orElse(1);
    double step = STEP / amplified;
    double sent = greatest(upstream.values());
    double through = sent * greatest(gamma) * amplified;
    double share = MOST_MULTIPLICATIONS / 6 / normalization.cost(y.rows(), units);
    int ofUnits = (int) Math.clamp(share, Math.min(LEAST_ELEMENTS, units), units);
    int ofY = (int) Math.clamp(share, Math.min(LEAST_ELEMENTS, units), y.values().length);

    Batch moved = new Batch(y.rows(), units, y.values().clone());
    double[] mean = moments.mean().clone();
    double[] added = new double[units];
    double[] scale = gamma.clone();
    double[] shift = new double[units];
    Supplier<Batch> byY = () -> normalization.of(moved).output(gamma, shift);
    Supplier<Batch> byMoments =
        () -> normalization.of(mean, y.centered(mean), added).output(gamma, shift);
    Supplier<Batch> byScale = () -> moments.output(scale, shift);
    return new Errors(
        error(scale, gradients.gamma(), STEP, sent, units, byScale),
        error(shift, gradients.beta(), STEP, sent, units, byScale),
        error(mean, gradients.mean(), step, through, ofUnits, byMoments),
        error(
            added, gradients.variance(), step / amplified, through * amplified, ofUnits, byMoments),
        error(moved.values(), gradients.y().values(), step, through, ofY, byY),
        2 * units + 2 * ofUnits + ofY,
        4 * units + y.values().length);
  }

  private double error(
      double[] at,
      double[] derivatives,
      double step,
      double possible,
      int count,
      Supplier<Batch> output) {
    double difference = 0;
    double greatest = FLOOR * possible;
    for (int n = 0; n < count; n++) {
      int i = (int) ((long) n * at.length / count);
      double value = at[i];
      double high = value + step;
      double low = value - step;
      at[i] = high;
      Batch above = output.get();
      at[i] = low;
      Batch below = output.get();
      at[i] = value;
      double central = difference(above, below) / (high - low);
      difference = Math.max(difference, Math.abs(central - derivatives[i]));
      greatest = Math.max(greatest, Math.max(Math.abs(central), Math.abs(derivatives[i])));
    }
    return greatest == 0 ? 0 : difference / greatest;
  }

  /** L's difference, element by element: differences of sums would lose what they differ by. */
  private double difference(Batch above, Batch below) {
    double sum = 0;
    for (int i = 0; i < above.values().length; i++) {
      sum += upstream.values()[i] * (above.values()[i] - below.values()[i]);
    }
    return sum;
  }

  private static double greatest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }
}
