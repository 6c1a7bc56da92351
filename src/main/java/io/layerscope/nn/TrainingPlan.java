package io.layerscope.nn;

import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.bounds.OutOfBounds;
import io.layerscope.nn.layer.LayerParameters;
import io.layerscope.nn.layer.LayerPass;
import io.layerscope.nn.layer.LayerSpec;
import java.util.List;

/**
 * A training whose data is known, checked as a whole: what each record alone cannot know.
 *
 * @param inputs the width of an encoded row
 */
public record TrainingPlan(
    NetworkSpec network,
    TrainingSpec training,
    StatisticsSpec statistics,
    int inputs,
    List<String> classes,
    int trainingRows,
    int validationRows) {

  /** The most numbers that one matrix can have. */
  private static final long MOST_NUMBERS = Integer.MAX_VALUE - 64L;

  /** Rows that validation and prediction take at once. */
  static final int EVALUATION_ROWS = 256;

  /**
   * Checks everything that can be known before training.
   *
   * @throws OutOfBounds with fields like {@code model/normalization} and {@code training/batchSize}
   */
  public static TrainingPlan of(
      NetworkSpec network,
      TrainingSpec training,
      StatisticsSpec statistics,
      int inputs,
      List<String> classes,
      int trainingRows,
      int validationRows) {
    TrainingPlan plan =
        new TrainingPlan(
            network,
            training.forRows(trainingRows),
            statistics,
            inputs,
            List.copyOf(classes),
            trainingRows,
            validationRows);
    plan.check();
    return plan;
  }

  private void check() {
    Batches batches = batches();
    for (LayerSpec layer : layers()) {
      if (batches.capacity() < layer.leastRows() || batches.rows(0) < layer.leastRows()) {
        throw new OutOfBounds(
            "training/batchSize",
            "must give batches of at least %d rows, since layer %d is normalized over the batch, but gives %d"
                .formatted(layer.leastRows(), layer.index(), batches.rows(0)));
      }
      if (probeRows() < layer.leastRows()) {
        throw new OutOfBounds(
            "statistics/probeRows",
            "must be at least %d, since layer %d is normalized over the rows that are looked at"
                .formatted(layer.leastRows(), layer.index()));
      }
      if ((long) layer.inputs() * layer.units() > MOST_NUMBERS) {
        throw new OutOfBounds(
            "model/widths",
            "must give layers of at most 2147483583 weights, but layer "
                + layer.index()
                + " has "
                + (long) layer.inputs() * layer.units());
      }
      if ((long) layer.units() * batches.capacity() > MOST_NUMBERS
          || (long) layer.inputs() * batches.capacity() > MOST_NUMBERS) {
        throw new OutOfBounds("training/batchSize", "must be less for layers as wide as these");
      }
    }
    if ((long) inputs * Math.max(trainingRows, validationRows) > MOST_NUMBERS) {
      throw new OutOfBounds(
          "dataset", "must have at most 2147483583 encoded numbers in its training rows");
    }
    if (training.classWeights() != null) {
      try {
        training.classWeights().resolve(classes, new int[classes.size()]);
      } catch (OutOfBounds refusal) {
        throw refusal.under("training/classWeights");
      }
    }
  }

  List<LayerSpec> layers() {
    return Parameters.specs(network, inputs, classes.size());
  }

  Batches batches() {
    int least = layers().stream().mapToInt(LayerSpec::leastRows).max().orElse(1);
    return Batches.of(trainingRows, training.batchSize().of(trainingRows), least);
  }

  int probeRows() {
    return Math.min(statistics.probeRows(), trainingRows);
  }

  /** How many batches an epoch has. */
  public int stepsPerEpoch() {
    return batches().count();
  }

  /** How many numbers are learned. */
  public long parameters() {
    return layers().stream().mapToLong(LayerSpec::parameters).sum();
  }

  /** The bytes of native memory that the training takes, its rows included. */
  public long memoryBytes() {
    int capacity = batches().capacity();
    int copies = 4 + training.optimizer().states();
    boolean validates = validationRows > 0;
    long bytes = Matrix.bytes(trainingRows, inputs) + Matrix.bytes(validationRows, inputs);
    bytes += Matrix.bytes(capacity, inputs) + Matrix.bytes(probeRows(), inputs);
    int widest = inputs;
    for (LayerSpec layer : layers()) {
      bytes += copies * (LayerParameters.bytes(layer) + Matrix.bytes(8, layer.units()));
      bytes += LayerPass.bytes(layer, capacity, true);
      bytes += LayerPass.bytes(layer, probeRows(), true);
      bytes += validates ? LayerPass.bytes(layer, EVALUATION_ROWS, false) : 0;
      widest = Math.max(widest, layer.units());
    }
    return bytes + Matrix.bytes(probeRows(), widest);
  }
}
