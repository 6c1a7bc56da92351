package io.layerscope.nn.loss;

import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.kernel.Elements;
import io.layerscope.nn.array.kernel.Kernels;

/**
 * Softmax and cross-entropy, differentiated as one.
 *
 * <pre>
 * p = softmax(logits) [B, K]     t_ic = (1 - e) w_y [c = y_i] + (e / K) w_c
 * loss = sum_ic t_ic (-log p_ic) / sum_i w_{y_i}
 * dlogits_ic = (p_ic sum_c t_ic - t_ic) / sum_i w_{y_i}
 * </pre>
 *
 * with class weights w and label smoothing e, as libtorch has them; without both dlogits = (p - t)
 * / B.
 */
public final class SoftmaxCrossEntropy {

  /**
   * Probabilities below this give no derivative: it could change no parameter, but processors take
   * a hundred times as long for a product with numbers below the normal ones, and a trained network
   * is full of them.
   */
  private static final float NEGLIGIBLE = 1e-30f;

  /** A product that has room for one more sum of exponentials. */
  private static final double FULL = 1e290;

  private final Elements elements;
  private final float[] weights;
  private final float smoothing;

  /** The sum over the classes of what smoothing adds to a row's targets. */
  private final float smoothed;

  /** Whether all classes weigh the same. */
  private final boolean equal;

  /** Of the rows of a batch; grown to the largest one. */
  private float[] factors = {};

  private float[] greatest = {};
  private float[] sums = {};

  private double loss;
  private int correct;

  /**
   * @param weights one for each class
   * @param smoothing e
   */
  public SoftmaxCrossEntropy(float[] weights, double smoothing, Kernels kernels) {
    this.weights = weights.clone();
    this.smoothing = (float) smoothing;
    elements = kernels.elements();
    double sum = 0;
    boolean same = true;
    for (float weight : weights) {
      sum += weight;
      same &= weight == weights[0];
    }
    smoothed = (float) (this.smoothing / weights.length * sum);
    equal = same;
  }

  /** p of the rows [from, to), which may take the logits' place. */
  public static void probabilities(Elements elements, int from, int to, Matrix logits, Matrix p) {
    int classes = logits.columns();
    for (int i = from; i < to; i++) {
      long at = logits.at(i, 0);
      float greatest = elements.maximum(at, classes);
      float sum = elements.exponentials(at, p.at(i, 0), classes, greatest);
      elements.scale(p.at(i, 0), classes, 1 / sum);
    }
  }

  /**
   * The loss of a batch.
   *
   * @param labels of the rows, from {@code offset}
   * @param order which label belongs to a row: the row's place in the permutation
   * @param gradient takes dlogits
   */
  public void evaluate(
      int rows, Matrix logits, int[] labels, int[] order, int offset, Matrix gradient) {
    double totalWeight = 0;
    for (int i = 0; i < rows; i++) {
      totalWeight += weights[labels[order[offset + i]]];
    }
    // A batch whose rows all weigh nothing teaches nothing.
    float share = totalWeight == 0 ? 0 : (float) (1 / totalWeight);
    if (factors.length < rows) {
      factors = new float[rows];
      greatest = new float[rows];
      sums = new float[rows];
    }
    for (int i = 0; i < rows; i++) {
      factors[i] = targets(labels[order[offset + i]]) * share;
    }
    int stride = logits.stride();
    int classes = logits.columns();
    long z = logits.address();
    long d = gradient.address();
    elements.softmax(z, d, rows, stride, classes, NEGLIGIBLE, factors, greatest, sums);
    loss = 0;
    correct = 0;
    double product = 1;
    for (int i = 0; i < rows; i++) {
      int label = labels[order[offset + i]];
      loss += row(logits, i, label, share, gradient);
      if (!equal) {
        loss += targets(label) * Math.log(sums[i]);
      } else if ((product *= sums[i]) > FULL) {
        loss += targets(label) * Math.log(product);
        product = 1;
      }
    }
    if (equal && rows > 0) {
      // The sum of logarithms as the logarithm of a product: one for many rows.
      loss += targets(0) * Math.log(product);
    }
    loss *= share;
  }

  /** The sum of a row's targets. */
  private float targets(int label) {
    return (1 - smoothing) * weights[label] + smoothed;
  }

  /** Of a row's loss what is not the logarithm of its sum; its derivative is completed. */
  private double row(Matrix logits, int i, int label, float share, Matrix gradient) {
    float target = (1 - smoothing) * weights[label];
    double highest = greatest[i];
    float logit = logits.get(i, label);
    gradient.set(i, label, gradient.get(i, label) - target * share);
    double rowLoss = target * (highest - logit);
    if (smoothing != 0) {
      float uniform = smoothing / weights.length;
      for (int c = 0; c < weights.length; c++) {
        gradient.set(i, c, gradient.get(i, c) - uniform * weights[c] * share);
        rowLoss += uniform * weights[c] * (highest - logits.get(i, c));
      }
    }
    if (logit == greatest[i]) {
      correct++;
    }
    return rowLoss;
  }

  /** The mean loss of the last batch. */
  public double loss() {
    return loss;
  }

  /** The rows of the last batch whose label has the greatest logit. */
  public int correct() {
    return correct;
  }
}
