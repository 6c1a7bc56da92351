package io.layerscope.dataset.read;

import io.layerscope.dataset.table.CategoricalColumn;
import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.dataset.table.Decimal;
import io.layerscope.dataset.table.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes a table of cells that come row by row. */
final class TableBuilder {

  /** Up to this many classes, a numeric target is never taken for a continuous one. */
  private static final int SURELY_CLASSES = 20;

  /** More distinct fractions than this are measurements, not codes of classes. */
  private static final int FRACTIONAL_CLASSES = 100;

  private final Schema schema;
  private final Limits limits;
  private final Place place;
  private final Cells[] cells;
  private final RowBlock block;
  private final CategoricalCells target;
  private int rows;

  /**
   * @param mixed columns that an earlier reading found to hold numbers and text
   * @param expectedRows how many rows there may be, so that columns grow seldom
   */
  TableBuilder(
      Schema schema, ReadOptions options, Limits limits, Set<Integer> mixed, int expectedRows) {
    this(schema, options, limits, mixed, new Place("Line "), expectedRows);
  }

  TableBuilder(
      Schema schema,
      ReadOptions options,
      Limits limits,
      Set<Integer> mixed,
      Place place,
      int expectedRows) {
    this.schema = schema;
    this.limits = limits;
    this.place = place;
    MissingTokens missing = new MissingTokens(options.missing());
    Memory memory = new Memory(limits.memoryBytes());
    List<String> names = schema.names();
    cells = new Cells[names.size()];
    CategoricalCells labels = null;
    for (int i = 0; i < cells.length; i++) {
      var context =
          new ColumnContext(i, names.get(i), missing, limits, memory, place, expectedRows);
      if (i == schema.target()) {
        labels = new CategoricalCells(context, true);
        cells[i] = labels;
      } else {
        cells[i] = cells(context, mixed.contains(i));
      }
    }
    if (labels == null) {
      throw new IllegalStateException("a schema without a target");
    }
    target = labels;
    block = new RowBlock(cells);
  }

  private Cells cells(ColumnContext context, boolean mixed) {
    if (schema.excluded().get(context.index())) {
      return Cells.NONE;
    }
    ColumnKind kind = schema.kinds().get(context.index());
    if (kind == ColumnKind.CATEGORICAL || mixed) {
      return new CategoricalCells(context, false);
    }
    return kind == ColumnKind.NUMERIC ? new NumericCells(context) : new RecognizedCells(context);
  }

  /** Says where the row that comes is. */
  Place place() {
    return place;
  }

  /** How many cells a row has. */
  int columns() {
    return cells.length;
  }

  /** Takes in a cell of the current row if it is a small integer, as most are, at once. */
  boolean integer(int column, char[] text, int offset, int length) {
    return block.addInteger(column, text, offset, length);
  }

  /** Takes in a cell of the current row; the text has no blanks around it. */
  void cell(int column, char[] text, int offset, int length) {
    block.add(column, text, offset, length, rows);
  }

  /** Ends a row, all of whose cells were taken in. */
  void endRow() {
    rows++;
    block.endRow(rows);
    if (rows > limits.rows()) {
      throw Refusal.tooMany("too-many-rows", "There are more than " + limits.rows() + " rows.");
    }
    if ((long) rows * cells.length > limits.cells()) {
      throw Refusal.tooMany("too-many-cells", "There are more than " + limits.cells() + " cells.");
    }
  }

  /** The columns in which text came after numbers: with any, the file must be read again. */
  Set<Integer> mixed() {
    Set<Integer> mixed = new TreeSet<>();
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] instanceof RecognizedCells recognized && recognized.mixed()) {
        mixed.add(i);
      }
    }
    return mixed;
  }

  /** The table of all rows that ended. */
  Table table() {
    if (rows == 0) {
      throw Refusal.noRows();
    }
    block.giveAll(rows);
    CategoricalColumn labels = target.column(rows);
    checkClasses(labels);
    List<Column> columns = new ArrayList<>();
    for (Cells column : cells) {
      if (column != target && column != Cells.NONE) {
        columns.add(column.column(rows));
      }
    }
    return new Table(rows, columns, labels);
  }

  private void checkClasses(CategoricalColumn labels) {
    int classes = labels.categories().size();
    if (classes < 2) {
      throw Refusal.unusableTarget(
          "The target '" + labels.name() + "' has one class; at least two are needed.");
    }
    boolean explicit = schema.kinds().get(schema.target()) == ColumnKind.CATEGORICAL;
    if (explicit || classes <= SURELY_CLASSES) {
      return;
    }
    boolean fractional = false;
    for (String label : labels.categories()) {
      double number = Decimal.parse(label);
      if (Double.isNaN(number)) {
        return;
      }
      fractional |= number != Math.rint(number);
    }
    if (classes > rows / 2 || fractional && classes > FRACTIONAL_CLASSES) {
      throw Refusal.unusableTarget(
          "The target '"
              + labels.name()
              + "' is continuous: "
              + classes
              + " distinct numbers in "
              + rows
              + " rows. With kinds it can be declared categorical.");
    }
  }
}
