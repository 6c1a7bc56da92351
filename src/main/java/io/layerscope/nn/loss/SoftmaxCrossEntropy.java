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

  private final Elements elements;
  private final float[] weights;
  private final float smoothing;
  private final double weightSum;

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
    for (float weight : weights) {
      sum += weight;
    }
    weightSum = sum;
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
    loss = 0;
    correct = 0;
    for (int i = 0; i < rows; i++) {
      loss += row(logits, i, labels[order[offset + i]], share, gradient);
    }
    loss *= share;
  }

  private double row(Matrix logits, int i, int label, float share, Matrix gradient) {
    int classes = logits.columns();
    long z = logits.at(i, 0);
    long d = gradient.at(i, 0);
    float greatest = elements.maximum(z, classes);
    float sum = elements.exponentials(z, d, classes, greatest);
    double logSum = greatest + Math.log(sum);
    float uniform = smoothing / classes;
    float target = (1 - smoothing) * weights[label];
    float targets = target + (float) (uniform * weightSum);
    elements.flush(d, classes, NEGLIGIBLE, targets * share / sum);
    gradient.set(i, label, gradient.get(i, label) - target * share);
    double rowLoss = target * (logSum - logits.get(i, label));
    if (smoothing != 0) {
      for (int c = 0; c < classes; c++) {
        gradient.set(i, c, gradient.get(i, c) - uniform * weights[c] * share);
        rowLoss += uniform * weights[c] * (logSum - logits.get(i, c));
      }
    }
    if (logits.get(i, label) == greatest) {
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
