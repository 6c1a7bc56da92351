package io.layerscope.nn.theory.normalization;

import java.util.Arrays;

/**
 * A batch in double, row-major.
 *
 * @param rows B, one per sample
 * @param units M
 * @param values [B, M]
 */
public record Batch(int rows, int units, double[] values) {

  public Batch {
    if (rows < 1 || units < 1 || (long) rows * units != values.length) {
      throw new IllegalArgumentException(
          values.length + " values are not [" + rows + ", " + units + "]");
    }
  }

  /** From rows of equal length. */
  public static Batch of(double[][] rows) {
    Batch batch = zeros(rows.length, rows[0].length);
    for (int row = 0; row < rows.length; row++) {
      System.arraycopy(rows[row], 0, batch.values, row * batch.units, batch.units);
    }
    return batch;
  }

  /** Zeros of a shape. */
  static Batch zeros(int rows, int units) {
    return new Batch(rows, units, new double[Math.multiplyExact(rows, units)]);
  }

  double get(int row, int unit) {
    return values[row * units + unit];
  }

  void set(int row, int unit, double value) {
    values[row * units + unit] = value;
  }

  /** Column sums [M]. */
  public double[] sums() {
    double[] sums = new double[units];
    for (int i = 0; i < values.length; i++) {
      sums[i % units] += values[i];
    }
    return sums;
  }

  /** Column means [M], corrected once, so that a constant column has its value as its mean. */
  public double[] means() {
    double[] means = Arrays.stream(sums()).map(sum -> sum / rows).toArray();
    double[] rest = centered(means).sums();
    for (int unit = 0; unit < units; unit++) {
      means[unit] += rest[unit] / rows;
    }
    return means;
  }

  /** As rows [B][M]. */
  public double[][] toRows() {
    double[][] result = new double[rows][];
    for (int row = 0; row < rows; row++) {
      result[row] = Arrays.copyOfRange(values, row * units, (row + 1) * units);
    }
    return result;
  }

  /** Column variances [M], divided by B. */
  public double[] variances() {
    return centered(means()).times(centered(means())).means();
  }

  /** Each row less {@code means} [M]. */
  public Batch centered(double[] means) {
    return affine(ones(), Arrays.stream(means).map(mean -> -mean).toArray());
  }

  /** gamma x + beta, by column. */
  public Batch affine(double[] gamma, double[] beta) {
    Batch result = zeros(rows, units);
    for (int i = 0; i < values.length; i++) {
      result.values[i] = gamma[i % units] * values[i] + beta[i % units];
    }
    return result;
  }

  /** The elementwise product. */
  Batch times(Batch other) {
    Batch result = zeros(rows, units);
    for (int i = 0; i < values.length; i++) {
      result.values[i] = values[i] * other.values[i];
    }
    return result;
  }

  /** The elementwise sum. */
  Batch plus(Batch other) {
    Batch result = zeros(rows, units);
    for (int i = 0; i < values.length; i++) {
      result.values[i] = values[i] + other.values[i];
    }
    return result;
  }

  /** Values where {@code output} is positive, 0 elsewhere: the derivative through ReLU. */
  public Batch wherePositive(Batch output) {
    Batch result = zeros(rows, units);
    for (int i = 0; i < values.length; i++) {
      result.values[i] = output.values[i] > 0 ? values[i] : 0;
    }
    return result;
  }

  /** X^T X' / B of these columns with another batch's [M, M'], row-major. */
  double[] covariance(Batch other) {
    double[] covariance = new double[units * other.units];
    for (int row = 0; row < rows; row++) {
      for (int a = 0; a < units; a++) {
        double value = get(row, a) / rows;
        for (int b = 0; b < other.units; b++) {
          covariance[a * other.units + b] += value * other.get(row, b);
        }
      }
    }
    return covariance;
  }

  /** The product with a square matrix [M, M], row-major. */
  Batch times(double[] matrix) {
    Batch result = zeros(rows, units);
    for (int row = 0; row < rows; row++) {
      for (int k = 0; k < units; k++) {
        double value = get(row, k);
        for (int unit = 0; unit < units; unit++) {
          result.values[row * units + unit] += value * matrix[k * units + unit];
        }
      }
    }
    return result;
  }

  /** Some neighbouring columns. */
  Batch columns(int from, int count) {
    Batch result = zeros(rows, count);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(values, row * units + from, result.values, row * count, count);
    }
    return result;
  }

  /** Puts columns back where {@link #columns} took them. */
  void setColumns(int from, Batch columns) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(
          columns.values, row * columns.units, values, row * units + from, columns.units);
    }
  }

  /** The covariance of the columns [M, M], row-major, divided by B. */
  public double[] covariance() {
    Batch centered = centered(means());
    return centered.covariance(centered);
  }

  /**
   * The mean absolute correlation of two different columns; constant columns correlate with none.
   */
  public double offDiagonalCorrelation() {
    double[] covariance = covariance();
    double sum = 0;
    for (int a = 0; a < units; a++) {
      for (int b = 0; b < a; b++) {
        double scale = Math.sqrt(covariance[a * units + a] * covariance[b * units + b]);
        sum += scale > 0 ? Math.abs(covariance[a * units + b]) / scale : 0;
      }
    }
    return units == 1 ? 0 : sum / (units * (units - 1) / 2.0);
  }

  private double[] ones() {
    double[] ones = new double[units];
    Arrays.fill(ones, 1);
    return ones;
  }
}
