package io.layerscope.dataset.read;

import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes a table from another one: with another target, other kinds, or fewer columns. Its cells are
 * read again as text, so that all is recognized and refused as in an upload.
 */
public final class Derivation {

  private static final char[][] SMALL = new char[256][];

  static {
    for (int i = 0; i < SMALL.length; i++) {
      SMALL[i] = Integer.toString(i).toCharArray();
    }
  }

  private Derivation() {}

  /**
   * Reads a table again; its columns are the features, then the target, which stays the target
   * unless the options name another.
   */
  public static Table of(Table table, ReadOptions options, Limits limits) {
    List<Column> columns = new ArrayList<>(table.columns());
    columns.add(table.target());
    List<String> names = columns.stream().map(Column::name).toList();
    Schema schema = Schema.of(names, options, limits);
    // What was missing is empty now; texts that once stood for it are gone.
    ReadOptions empty =
        new ReadOptions(null, null, null, List.of(), options.kinds(), options.exclude());
    Set<Integer> mixed = Set.of();
    while (true) {
      var builder = new TableBuilder(schema, empty, limits, mixed, new Place("Row "), table.rows());
      for (int row = 0; row < table.rows(); row++) {
        builder.place().at(row);
        for (int column = 0; column < names.size(); column++) {
          char[] text = text(columns.get(column), row);
          builder.cell(column, text, 0, text.length);
        }
        builder.endRow();
      }
      if (builder.mixed().isEmpty()) {
        return builder.table();
      }
      mixed = builder.mixed();
    }
  }

  private static char[] text(Column column, int row) {
    double number = column.number(row);
    int small = (int) number;
    return small == number && small >= 0 && small < SMALL.length
        ? SMALL[small]
        : column.text(row).toCharArray();
  }
}
