package io.layerscope.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which rows train, which choose the best epoch, and which are looked at once, at the end.
 *
 * <p>A part has round(fraction * rows) rows. Stratified, each class gives its proportional share of
 * them, rounded by the largest remainder, but always keeps a row to train on. The rows of a part
 * are in ascending order and depend on the seed and the labels alone.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Split(int[] training, int[] validation, int[] test) {

  /**
   * Divides rows.
   *
   * @param labels each row's class, [rows]
   * @param classes how many classes there are
   */
  public static Split of(int[] labels, int classes, SplitSpec spec) {
    int testRows = (int) Math.round(labels.length * spec.testFraction());
    int validationRows = (int) Math.round(labels.length * spec.validationFraction());
    List<int[]> groups = spec.stratified() ? byClass(labels, classes) : List.of(all(labels.length));
    Shuffle shuffle = new Shuffle(spec.seed());
    groups.forEach(shuffle::shuffle);
    int[] spare = groups.stream().mapToInt(group -> Math.max(group.length - 1, 0)).toArray();
    int[] test = shares(groups, testRows, spare);
    for (int i = 0; i < spare.length; i++) {
      spare[i] -= test[i];
    }
    int[] validation = shares(groups, validationRows, spare);
    int[] none = new int[groups.size()];
    int[] rest = new int[groups.size()];
    int[] both = new int[groups.size()];
    for (int i = 0; i < rest.length; i++) {
      both[i] = test[i] + validation[i];
      rest[i] = groups.get(i).length - both[i];
    }
    return new Split(
        part(groups, both, rest), part(groups, test, validation), part(groups, none, test));
  }

  /** How many rows each group gives so that there are {@code rows}, none more than it can spare. */
  private static int[] shares(List<int[]> groups, int rows, int[] spare) {
    long total = groups.stream().mapToLong(group -> group.length).sum();
    int[] shares = new int[groups.size()];
    double[] remainders = new double[groups.size()];
    int given = 0;
    for (int i = 0; i < shares.length; i++) {
      double quota = total == 0 ? 0 : (double) rows * groups.get(i).length / total;
      shares[i] = Math.min((int) quota, spare[i]);
      remainders[i] = quota - shares[i];
      given += shares[i];
    }
    int[] order =
        IntStream.range(0, shares.length)
            .boxed()
            .sorted((a, b) -> Double.compare(remainders[b], remainders[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    boolean progress = true;
    while (given < rows && progress) {
      progress = false;
      for (int i = 0; i < order.length && given < rows; i++) {
        if (shares[order[i]] < spare[order[i]]) {
          shares[order[i]]++;
          given++;
          progress = true;
        }
      }
    }
    return shares;
  }

  private static int[] part(List<int[]> groups, int[] from, int[] counts) {
    int[] rows = new int[Arrays.stream(counts).sum()];
    int at = 0;
    for (int i = 0; i < counts.length; i++) {
      System.arraycopy(groups.get(i), from[i], rows, at, counts[i]);
      at += counts[i];
    }
    Arrays.sort(rows);
    return rows;
  }

  private static List<int[]> byClass(int[] labels, int classes) {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    List<int[]> groups = new ArrayList<>();
    for (int count : counts) {
      groups.add(new int[count]);
    }
    int[] filled = new int[classes];
    for (int row = 0; row < labels.length; row++) {
      groups.get(labels[row])[filled[labels[row]]++] = row;
    }
    return groups;
  }

  private static int[] all(int rows) {
    return IntStream.range(0, rows).toArray();
  }
}
