package io.layerscope.dataset;

import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.Numbers;
import io.layerscope.dataset.table.NumericColumn;
import java.util.Arrays;
import java.util.stream.IntStream;

/** The numbers of a column that are there, in ascending order. */
final class SortedNumbers {

  private SortedNumbers() {}

  /** Those of all rows. */
  static double[] all(Numbers numbers) {
    if (numbers instanceof Numbers.UnsignedBytes bytes) {
      int[] counts = new int[256];
      for (byte value : bytes.values()) {
        counts[value & 0xff]++;
      }
      return expanded(counts, numbers.length());
    }
    return sorted(IntStream.range(0, numbers.length()), numbers);
  }

  /** Those of some rows. */
  static double[] of(Column column, int[] rows) {
    if (column instanceof NumericColumn(String _, Numbers.UnsignedBytes(byte[] values))) {
      int[] counts = new int[256];
      for (int row : rows) {
        counts[values[row] & 0xff]++;
      }
      return expanded(counts, rows.length);
    }
    return column instanceof NumericColumn numeric
        ? sorted(Arrays.stream(rows), numeric.numbers())
        : new double[0];
  }

  private static double[] sorted(IntStream rows, Numbers numbers) {
    return rows.mapToDouble(numbers::get).filter(x -> !Double.isNaN(x)).sorted().toArray();
  }

  /** Bytes need no sorting: there are 256 of them. */
  private static double[] expanded(int[] counts, int rows) {
    double[] sorted = new double[rows];
    int at = 0;
    for (int value = 0; value < counts.length; value++) {
      Arrays.fill(sorted, at, at + counts[value], value);
      at += counts[value];
    }
    return sorted;
  }
}
