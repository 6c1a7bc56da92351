package io.layerscope.dataset.table;

import java.util.List;

/**
 * A column of categories.
 *
 * @param categories in their order
 * @param codes [rows], the index of each row's category; -1 where it is missing
 */
@SuppressWarnings("ArrayRecordComponent")
public record CategoricalColumn(String name, List<String> categories, int[] codes)
    implements Column {

  public CategoricalColumn {
    categories = List.copyOf(categories);
  }

  @Override
  public ColumnKind kind() {
    return ColumnKind.CATEGORICAL;
  }

  @Override
  public double number(int row) {
    return Double.NaN;
  }

  @Override
  public int category(int row) {
    return codes[row];
  }

  @Override
  public int rows() {
    return codes.length;
  }

  /** How many rows each category has, [categories]. */
  public long[] counts() {
    long[] counts = new long[categories.size()];
    for (int code : codes) {
      if (code >= 0) {
        counts[code]++;
      }
    }
    return counts;
  }
}
