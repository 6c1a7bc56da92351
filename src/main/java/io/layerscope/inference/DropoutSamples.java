package io.layerscope.inference;

import io.layerscope.model.Scoring;

/**
 * Monte-Carlo dropout: T passes with other masks each (Gal and Ghahramani 2016).
 *
 * <pre>
 * mean[k] = 1/T sum_t p_t[k]          deviation[k]^2 = 1/T sum_t (p_t[k] - mean[k])^2
 * entropy = H(mean)                   mutualInformation = H(mean) - 1/T sum_t H(p_t)
 * </pre>
 *
 * The masks depend on the pass and on the chunk's place in the request, so the same request has the
 * same answer.
 */
final class DropoutSamples {

  private final int classes;
  private final int samples;
  private final double[] mean;
  private final double[] squares;
  private final double[] entropies;

  private DropoutSamples(int rows, int classes, int samples) {
    this.classes = classes;
    this.samples = samples;
    mean = new double[rows * classes];
    squares = new double[rows * classes];
    entropies = new double[rows];
  }

  /**
   * Runs the passes.
   *
   * @param encoded row-major [rows, inputs]
   * @param firstRow the chunk's place in the request
   */
  static DropoutSamples of(
      Scoring scoring, float[] encoded, int rows, int samples, int classes, long firstRow) {
    DropoutSamples sampled = new DropoutSamples(rows, classes, samples);
    for (int pass = 0; pass < samples; pass++) {
      long seed = firstRow * PredictionOptions.MOST_DROPOUT_SAMPLES + pass;
      sampled.add(scoring.probabilities(encoded, rows, seed, samples), pass + 1);
    }
    return sampled;
  }

  /** Welford's update: exact where the passes agree. */
  private void add(float[] probabilities, int count) {
    for (int row = 0; row < entropies.length; row++) {
      double entropy = 0;
      for (int i = row * classes; i < (row + 1) * classes; i++) {
        double p = probabilities[i];
        double difference = p - mean[i];
        mean[i] += difference / count;
        squares[i] += difference * (p - mean[i]);
        entropy -= p > 0 ? p * Math.log(p) : 0;
      }
      entropies[row] += entropy;
    }
  }

  int samples() {
    return samples;
  }

  /** The mean probabilities, row-major [rows, classes]. */
  float[] mean() {
    float[] floats = new float[mean.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) mean[i];
    }
    return floats;
  }

  double deviation(int row, int label) {
    return Math.sqrt(squares[row * classes + label] / samples);
  }

  double entropy(int row) {
    double entropy = 0;
    for (int i = row * classes; i < (row + 1) * classes; i++) {
      entropy -= mean[i] > 0 ? mean[i] * Math.log(mean[i]) : 0;
    }
    return entropy;
  }

  /** Never below 0: the entropy is concave, and rounding is not. */
  double mutualInformation(int row) {
    return Math.max(0, entropy(row) - entropies[row] / samples);
  }
}
