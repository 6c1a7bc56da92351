package io.layerscope.dataset.table;

import java.util.List;

/** One named column of a table. */
public sealed interface Column permits NumericColumn, CategoricalColumn {

  String name();

  ColumnKind kind();

  /** The number in a row; NaN where it is missing, and in every row of a categorical column. */
  double number(int row);

  /**
   * The category's index in a row; -1 where it is missing, and in every row of a numeric column.
   */
  int category(int row);

  /** The categories in their order; none for a numeric column. */
  List<String> categories();

  /** How many rows the column has. */
  int rows();

  /** How many rows have no value. */
  default int missing() {
    int missing = 0;
    for (int row = 0; row < rows(); row++) {
      missing += isMissing(row) ? 1 : 0;
    }
    return missing;
  }

  /** Whether a row has no value. */
  default boolean isMissing(int row) {
    return kind() == ColumnKind.NUMERIC ? Double.isNaN(number(row)) : category(row) < 0;
  }

  /** The cell as a client wrote it, up to the spelling of numbers; empty where it is missing. */
  default String text(int row) {
    if (isMissing(row)) {
      return "";
    }
    return kind() == ColumnKind.NUMERIC
        ? NumericColumn.text(number(row))
        : categories().get(category(row));
  }
}
