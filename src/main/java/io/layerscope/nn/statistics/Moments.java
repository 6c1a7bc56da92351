package io.layerscope.nn.statistics;

/**
 * First and second moments of floats, summed in double, in two passes so that a large mean costs no
 * digits.
 *
 * <p>variance = (1/n) sum (x - mean)^2; secondMoment = (1/n) sum x^2. NaN and infinity in any value
 * make all of them not finite.
 */
record Moments(int count, double mean, double variance, double secondMoment, float min, float max) {

  static Moments of(float[] values, int length) {
    if (length < 1 || length > values.length) {
      throw new IllegalArgumentException(
          "Moments of " + length + " out of " + values.length + " values");
    }
    double[] sums = new double[4];
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    // Four sums at a time: one alone waits for each addition.
    int i = 0;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    for (; i + 3 < length; i += 4) {
      s0 += values[i];
      s1 += values[i + 1];
      s2 += values[i + 2];
      s3 += values[i + 3];
      min =
          Math.min(
              min,
              Math.min(Math.min(values[i], values[i + 1]), Math.min(values[i + 2], values[i + 3])));
      max =
          Math.max(
              max,
              Math.max(Math.max(values[i], values[i + 1]), Math.max(values[i + 2], values[i + 3])));
    }
    for (; i < length; i++) {
      s0 += values[i];
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    double mean = (s0 + s1 + s2 + s3) / length;
    squares(values, length, mean, sums);
    return new Moments(
        length, mean, (sums[0] + sums[1]) / length, (sums[2] + sums[3]) / length, min, max);
  }

  /** Sums of the squares around the mean (0, 1) and around zero (2, 3), of even and odd places. */
  private static void squares(float[] values, int length, double mean, double[] sums) {
    double around0 = 0;
    double around1 = 0;
    double plain0 = 0;
    double plain1 = 0;
    int i = 0;
    for (; i + 1 < length; i += 2) {
      double x = values[i];
      double y = values[i + 1];
      around0 += (x - mean) * (x - mean);
      around1 += (y - mean) * (y - mean);
      plain0 += x * x;
      plain1 += y * y;
    }
    if (i < length) {
      double x = values[i];
      around0 += (x - mean) * (x - mean);
      plain0 += x * x;
    }
    sums[0] = around0;
    sums[1] = around1;
    sums[2] = plain0;
    sums[3] = plain1;
  }

  /** Whether every value was finite. */
  boolean areFinite() {
    return Double.isFinite(mean);
  }

  double rms() {
    return Math.sqrt(secondMoment);
  }
}
