package io.layerscope.dataset.table;

import java.util.List;

/**
 * A classification table: feature columns and one target.
 *
 * @param rows the number of rows, that of every column
 * @param columns the features, without the target
 * @param target each row's class; none is missing
 */
public record Table(int rows, List<Column> columns, CategoricalColumn target) {

  public Table {
    columns = List.copyOf(columns);
    if (target.rows() != rows || columns.stream().anyMatch(column -> column.rows() != rows)) {
      throw new IllegalArgumentException("columns of different lengths");
    }
  }

  /** Each row's class, [rows], an index into {@link #classes}. */
  public int[] labels() {
    return target.codes();
  }

  /** The class labels, ordered numerically when all are numbers, else by code point. */
  public List<String> classes() {
    return target.categories();
  }
}
