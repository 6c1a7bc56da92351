package io.layerscope.dataset;

import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.dataset.table.Table;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some rows of a data set.
 *
 * @param offset the first row's index
 * @param total all rows
 * @param columns the features' names, then the target's
 * @param rows each row's cells: numbers, texts, or null where one is missing
 */
record RowPage(int offset, int total, List<String> columns, List<List<@Nullable Object>> rows) {

  static RowPage of(Table table, int offset, int limit) {
    List<Column> columns = new ArrayList<>(table.columns());
    columns.add(table.target());
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (int row = offset; row < Math.min((long) offset + limit, table.rows()); row++) {
      List<@Nullable Object> cells = new ArrayList<>();
      for (Column column : columns) {
        cells.add(cell(column, row));
      }
      rows.add(cells);
    }
    return new RowPage(offset, table.rows(), columns.stream().map(Column::name).toList(), rows);
  }

  private static @Nullable Object cell(Column column, int row) {
    if (column.isMissing(row)) {
      return null;
    }
    return column.kind() == ColumnKind.NUMERIC ? (Object) column.number(row) : column.text(row);
  }
}
