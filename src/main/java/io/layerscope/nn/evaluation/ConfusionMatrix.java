package io.layerscope.nn.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows by their true and their predicted class.
 *
 * @param counts [true][predicted]
 */
public record ConfusionMatrix(List<String> labels, List<List<Long>> counts) {

  public ConfusionMatrix {
    labels = List.copyOf(labels);
    counts = List.copyOf(counts);
  }

  /** From two class indices per row. */
  static ConfusionMatrix of(List<String> classes, int[] labels, int[] predicted) {
    long[][] counts = new long[classes.size()][classes.size()];
    for (int row = 0; row < labels.length; row++) {
      counts[labels[row]][predicted[row]]++;
    }
    List<List<Long>> rows = new ArrayList<>();
    for (long[] row : counts) {
      List<Long> boxed = new ArrayList<>(row.length);
      for (long count : row) {
        boxed.add(count);
      }
      rows.add(List.copyOf(boxed));
    }
    return new ConfusionMatrix(classes, rows);
  }

  /** Rows whose class was predicted. */
  long correct() {
    long correct = 0;
    for (int c = 0; c < counts.size(); c++) {
      correct += counts.get(c).get(c);
    }
    return correct;
  }

  /** Rows of a class. */
  long support(int c) {
    return counts.get(c).stream().mapToLong(Long::longValue).sum();
  }

  /** Rows that were predicted to be of a class. */
  long predictions(int c) {
    return counts.stream().mapToLong(row -> row.get(c)).sum();
  }

  /** Of the rows that were predicted to be of a class, the part that is; 0 where there are none. */
  double precision(int c) {
    return ratio(counts.get(c).get(c), predictions(c));
  }

  /** Of the rows of a class, the part that was predicted; 0 where there are none. */
  double recall(int c) {
    return ratio(counts.get(c).get(c), support(c));
  }

  /** The harmonic mean of precision and recall. */
  double f1(int c) {
    return ratio(2 * counts.get(c).get(c), predictions(c) + support(c));
  }

  private static double ratio(long part, long all) {
    return all == 0 ? 0 : (double) part / all;
  }
}
