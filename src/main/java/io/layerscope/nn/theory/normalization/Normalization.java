package io.layerscope.nn.theory.normalization;

/** How a batch is normalized. */
public sealed interface Normalization {

  /** A batch Y [B, M] by its own moments. */
  default NormalizationMoments of(Batch y) {
    double[] mean = y.means();
    return of(mean, y.centered(mean), new double[y.units()]);
  }

  /**
   * By other moments than the batch's own, as derivatives by the moments need it.
   *
   * @param mean m [M]
   * @param centered Y - m [B, M], whose mean need not be 0
   * @param added to the variances [M], or to the covariance's diagonal
   */
  NormalizationMoments of(double[] mean, Batch centered, double[] added);

  /** Multiplications of one normalization, by order of magnitude. */
  double cost(int rows, int units);

  /** Each column by its own variance. */
  record PerUnit(double epsilon) implements Normalization {

    @Override
    public NormalizationMoments of(double[] mean, Batch centered, double[] added) {
      return BatchNormalizationMoments.of(mean, centered, added, epsilon);
    }

    @Override
    public double cost(int rows, int units) {
      return 10.0 * rows * units;
    }
  }

  /** Groups of columns by the root of their covariance. */
  record Whitened(double epsilon, int groupSize) implements Normalization {

    @Override
    public NormalizationMoments of(double[] mean, Batch centered, double[] added) {
      return WhiteningMoments.of(mean, centered, added, this);
    }

    @Override
    public double cost(int rows, int units) {
      double g = Math.min(groupSize, units);
      return units * g * (4.0 * rows + 30 * g);
    }
  }
}
