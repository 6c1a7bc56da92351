package io.layerscope.model.report;

import io.layerscope.dataset.Preprocessing;
import io.layerscope.dataset.table.Table;
import io.layerscope.model.Lease;
import io.layerscope.model.ModelInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Shuffles one column after another, all of its inputs together, and asks the model again. A
 * function of the seed.
 */
final class PermutationImportance {

  private static final double LEAST_PROBABILITY = 0x1p-23;

  private final Lease model;
  private final int rows;
  private final int features;
  private final int[] labels;
  private final float[] encoded;
  private final float[] shuffled;

  private PermutationImportance(Lease model, Table table, int[] chosen) {
    this.model = model;
    rows = chosen.length;
    features = model.inputs().features();
    int[] all = Preprocessing.labels(table, model.classes());
    labels = Arrays.stream(chosen).map(row -> all[row]).toArray();
    encoded = model.preprocessing().encode(table, chosen);
    shuffled = encoded.clone();
  }

  /**
   * @param most how many rows are used at most, chosen by the seed
   */
  static Importance of(Lease model, String dataset, Table table, int most, int repeats, long seed) {
    model.preprocessing().check(table);
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = permutation(table.rows(), random);
    int[] chosen = Arrays.copyOf(order, Math.min(most, order.length));
    PermutationImportance importance = new PermutationImportance(model, table, chosen);
    Importance.Figures baseline = importance.figures();
    List<Importance.ColumnImportance> columns = new ArrayList<>();
    for (int column = 0; column < model.inputs().size(); column++) {
      columns.add(importance.column(column, baseline, repeats, random));
    }
    return new Importance(
        model.name(), model.version(), dataset, chosen.length, repeats, baseline, columns);
  }

  private Importance.ColumnImportance column(
      int column, Importance.Figures baseline, int repeats, SplittableRandom random) {
    double[] falls = new double[repeats];
    double[] rises = new double[repeats];
    for (int repeat = 0; repeat < repeats; repeat++) {
      move(column, permutation(rows, random));
      Importance.Figures figures = figures();
      falls[repeat] = baseline.accuracy() - figures.accuracy();
      rises[repeat] = figures.loss() - baseline.loss();
    }
    move(column, IntStream.range(0, rows).toArray());
    return new Importance.ColumnImportance(
        model.inputs().name(column), Importance.Change.of(falls), Importance.Change.of(rises));
  }

  /** Gives each row the column's inputs of another. */
  private void move(int column, int[] from) {
    ModelInputs inputs = model.inputs();
    int offset = inputs.offset(column);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(
          encoded,
          from[row] * features + offset,
          shuffled,
          row * features + offset,
          inputs.width(column));
    }
  }

  private Importance.Figures figures() {
    float[] probabilities = model.scoring().probabilities(shuffled, rows);
    int classes = model.classes().size();
    int correct = 0;
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        best = probabilities[row * classes + k] > probabilities[row * classes + best] ? k : best;
      }
      correct += best == labels[row] ? 1 : 0;
      double p = probabilities[row * classes + labels[row]];
      loss -= Math.log(Math.clamp(p, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY));
    }
    return new Importance.Figures((double) correct / rows, loss / rows);
  }

  private static int[] permutation(int size, SplittableRandom random) {
    int[] order = IntStream.range(0, size).toArray();
    for (int i = size - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }
}
