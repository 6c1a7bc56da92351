package io.layerscope.nn;

import io.layerscope.nn.array.Randomness;
import io.layerscope.nn.array.Randomness.Purpose;
import io.layerscope.nn.layer.LayerSpec;
import io.layerscope.nn.layer.NormalizationSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** A training in double precision: the same order, masks and batches, other arithmetic. */
final class ReferenceTraining {

  private final TrainingPlan plan;
  private final Samples samples;
  private final ReferenceNetwork network;
  private final ReferenceOptimizer optimizer;
  private final Map<String, double[]> parameters;
  private double lossSum;
  private double normSum;

  /**
   * @param parameters at the start; changed by every step
   */
  ReferenceTraining(
      TrainingPlan plan, Samples samples, double[] classWeights, Map<String, double[]> parameters) {
    this.plan = plan;
    this.samples = samples;
    this.parameters = parameters;
    network =
        new ReferenceNetwork(
            plan.network(),
            plan.inputs(),
            plan.classes().size(),
            classWeights,
            plan.training().labelSmoothing());
    optimizer = new ReferenceOptimizer(plan.training());
  }

  /**
   * One epoch, counted from 0, with batches of a size and a last partial one.
   *
   * @param momentum at a position in epochs
   */
  void epoch(int epoch, int size, DoubleUnaryOperator rate, DoubleUnaryOperator momentum) {
    int[] order = new int[samples.rows()];
    long key = Randomness.key(plan.training().seed(), Purpose.SHUFFLE, epoch, 0, 0);
    Randomness.shuffle(order, Randomness.generator(key));
    lossSum = 0;
    normSum = 0;
    int count = Math.ceilDiv(samples.rows(), size);
    for (int batch = 0; batch < count; batch++) {
      int to = Math.min(samples.rows(), (batch + 1) * size);
      double position = epoch + (double) batch / count;
      step(
          batch(epoch, batch, Arrays.copyOfRange(order, batch * size, to)),
          rate.applyAsDouble(position),
          momentum.applyAsDouble(position));
    }
    lossSum /= count;
    normSum /= count;
  }

  private ReferenceNetwork.Batch batch(int epoch, int batch, int[] rows) {
    int columns = samples.columns();
    float[] x = new float[rows.length * columns];
    int[] labels = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(samples.inputs(), rows[i] * columns, x, i * columns, columns);
      labels[i] = samples.labels()[rows[i]];
    }
    long[] keys = CoreNetwork.keys(plan.training().seed(), epoch, batch, plan.network().layers());
    return CoreNetwork.batch(plan.layers(), plan.network().inputDropout(), x, labels, keys);
  }

  private void step(ReferenceNetwork.Batch batch, double rate, double momentum) {
    lossSum += network.loss(parameters, batch);
    Map<String, double[]> gradients = network.gradients(parameters, batch);
    Map<String, Integer> columns = new HashMap<>();
    for (LayerSpec layer : plan.layers()) {
      columns.put("layer" + layer.index() + ".weights", layer.inputs());
      if (layer.normalization() instanceof NormalizationSpec.Batch spec) {
        run(batch, layer, spec.momentum());
        if (!spec.affine()) {
          gradients.remove("layer" + layer.index() + ".gamma");
          gradients.remove("layer" + layer.index() + ".beta");
        }
      }
    }
    optimizer.step(parameters, gradients, rate, momentum);
    normSum += optimizer.norm();
    if (plan.training().maxNorm() != null) {
      ReferenceOptimizer.bound(parameters, columns, plan.training().maxNorm());
    }
  }

  /** running = (1 - momentum) running + momentum batch, with the unbiased variance. */
  private void run(ReferenceNetwork.Batch batch, LayerSpec layer, double momentum) {
    double[][] moments = network.moments(parameters, batch, layer.index() - 1);
    double rows = batch.labels().length;
    double[] mean = parameters.get("layer" + layer.index() + ".runningMean");
    double[] variance = parameters.get("layer" + layer.index() + ".runningVariance");
    for (int unit = 0; unit < mean.length; unit++) {
      mean[unit] = (1 - momentum) * mean[unit] + momentum * moments[0][unit];
      variance[unit] =
          (1 - momentum) * variance[unit] + momentum * moments[1][unit] * rows / (rows - 1);
    }
  }

  Map<String, double[]> parameters() {
    return parameters;
  }

  /** The mean of the last epoch's batch losses. */
  double loss() {
    return lossSum;
  }

  /** The mean of the last epoch's gradient norms. */
  double norm() {
    return normSum;
  }
}
