package io.layerscope.nn.theory.normalization;

import java.util.Arrays;

/**
 * Batch normalization, x^ = (Y - m) / sqrt(v + eps).
 *
 * <p>S. Ioffe and C. Szegedy, Batch normalization (2015).
 *
 * @param centered Y - m
 */
public record BatchNormalizationMoments(
    double epsilon, double[] mean, double[] variance, Batch centered, Batch standardized)
    implements NormalizationMoments {

  /** Of Y [B, M]. */
  public static BatchNormalizationMoments of(Batch y, double epsilon) {
    double[] mean = y.means();
    return of(mean, y.centered(mean), new double[y.units()], epsilon);
  }

  static BatchNormalizationMoments of(
      double[] mean, Batch centered, double[] added, double epsilon) {
    double[] variance = centered.times(centered).means();
    Arrays.setAll(variance, unit -> variance[unit] + added[unit]);
    double[] scale = amplification(variance, epsilon);
    return new BatchNormalizationMoments(
        epsilon, mean, variance, centered, centered.affine(scale, new double[scale.length]));
  }

  @Override
  public double[] amplification() {
    return amplification(variance, epsilon);
  }

  /**
   * {@inheritDoc}
   *
   * <p>cov(Y)[i,j] / sqrt((v_i + eps) (v_j + eps)).
   */
  @Override
  public double[] covariance() {
    int units = centered.units();
    double[] covariance = centered.covariance(centered);
    double[] scale = amplification();
    Arrays.setAll(covariance, i -> covariance[i] * scale[i / units] * scale[i % units]);
    return covariance;
  }

  private static double[] amplification(double[] variance, double epsilon) {
    return Arrays.stream(variance).map(v -> 1 / Math.sqrt(v + epsilon)).toArray();
  }

  /**
   * {@inheritDoc}
   *
   * <pre>
   * dgamma = sum_i dY^ * x^                 dbeta = sum_i dY^
   * dv     = sum_i dY^ gamma (Y - m) * (-1/2) (v + eps)^(-3/2)
   * dm     = -sum_i dY^ gamma / sqrt(v + eps) - 2 dv * mean_i(Y - m)
   * dY     = dY^ gamma / sqrt(v + eps) + 2 dv (Y - m) / B + dm / B
   * </pre>
   */
  @Override
  public NormalizationGradients gradients(double[] gamma, Batch upstream) {
    int rows = centered.rows();
    double[] scale = amplification();
    double[] dGamma = upstream.times(standardized).sums();
    double[] dBeta = upstream.sums();
    double[] along = upstream.times(centered).sums();
    double[] rest = centered.means();
    double[] dVariance = new double[scale.length];
    double[] dMean = new double[scale.length];
    for (int unit = 0; unit < scale.length; unit++) {
      dVariance[unit] = -0.5 * gamma[unit] * along[unit] * Math.pow(scale[unit], 3);
      dMean[unit] = -gamma[unit] * dBeta[unit] * scale[unit] - 2 * dVariance[unit] * rest[unit];
    }
    Batch dY = Batch.zeros(rows, scale.length);
    for (int row = 0; row < rows; row++) {
      for (int unit = 0; unit < scale.length; unit++) {
        double direct = upstream.get(row, unit) * gamma[unit] * scale[unit];
        double throughMoments =
            (2 * dVariance[unit] * centered.get(row, unit) + dMean[unit]) / rows;
        dY.set(row, unit, direct + throughMoments);
      }
    }
    return new NormalizationGradients(dGamma, dBeta, dMean, dVariance, dY);
  }
}
