package io.layerscope.nn;

import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.kernel.Kernels;
import io.layerscope.nn.layer.Mode;
import io.layerscope.nn.loss.SoftmaxCrossEntropy;

/** Loss and accuracy on rows that are not trained on, in inference mode. */
final class Validation implements AutoCloseable {

  private final Matrix inputs;
  private final int[] labels;
  private final int[] order;
  private final Propagation propagation;
  private final SoftmaxCrossEntropy loss;
  private final Matrix unused;
  private final float[] weights;
  private int next;
  private double lossSum;
  private double weightSum;
  private int correct;
  private double meanLoss;
  private double accuracy;

  Validation(
      TrainingPlan plan,
      Parameters parameters,
      Samples rows,
      float[] weights,
      ComputeThreads threads) {
    inputs = Matrix.of(rows.rows(), rows.columns(), rows.inputs());
    labels = rows.labels().clone();
    order = new int[labels.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    this.weights = weights.clone();
    int capacity = Math.min(TrainingPlan.EVALUATION_ROWS, rows.rows());
    propagation = new Propagation(parameters.layers(), 0, capacity, false, threads);
    loss = new SoftmaxCrossEntropy(weights, plan.training().labelSmoothing(), Kernels.best());
    unused = Matrix.zeros(capacity, plan.classes().size());
  }

  /**
   * Evaluates the parameters on the next block of rows.
   *
   * @return whether it was the last one: loss and accuracy are those of all rows then
   */
  boolean advance() {
    int rows = Math.min(propagation.input().rows(), labels.length - next);
    double weight = 0;
    for (int row = 0; row < rows; row++) {
      propagation.input().copyRow(row, inputs, next + row);
      weight += weights[labels[next + row]];
    }
    Matrix logits = propagation.forward(rows, Mode.INFERENCE);
    loss.evaluate(rows, logits, labels, order, next, unused);
    lossSum += loss.loss() * weight;
    weightSum += weight;
    correct += loss.correct();
    next += rows;
    if (next < labels.length) {
      return false;
    }
    meanLoss = weightSum == 0 ? 0 : lossSum / weightSum;
    accuracy = (double) correct / labels.length;
    next = 0;
    lossSum = 0;
    weightSum = 0;
    correct = 0;
    return true;
  }

  double loss() {
    return meanLoss;
  }

  double accuracy() {
    return accuracy;
  }

  @Override
  public void close() {
    inputs.close();
    propagation.close();
    unused.close();
  }
}
