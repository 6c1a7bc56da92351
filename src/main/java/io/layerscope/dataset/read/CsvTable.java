package io.layerscope.dataset.read;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import io.layerscope.dataset.table.Table;
import java.io.IOException;
import java.util.Set;

/** Reads a table from CSV, in one pass when no column holds text after numbers, else in two. */
public final class CsvTable {

  private static final char[] NOTHING = {};
  private static final int MOST_EXPECTED_ROWS = 1 << 20;

  private CsvTable() {}

  /**
   * Reads a file.
   *
   * @throws io.layerscope.web.Problem that says what is wrong, and where
   */
  public static Table read(UploadedFile file, ReadOptions options, Limits limits)
      throws IOException {
    CsvText text = new CsvText(file);
    Dialect dialect = Dialect.of(text, options, limits);
    Schema schema = Schema.of(dialect.names(), options, limits);
    int expectedRows =
        (int)
            Math.min(
                file.knownLength() / dialect.recordLength() / 100 * 102 + 16, MOST_EXPECTED_ROWS);
    Set<Integer> mixed = Set.of();
    boolean relaxed = false;
    while (true) {
      TableBuilder builder = new TableBuilder(schema, options, limits, mixed, expectedRows);
      Rows rows = new Rows(builder, dialect.header(), relaxed);
      text.read(dialect.delimiter(), relaxed, rows, rows::place);
      if (rows.blankBeforeQuote) {
        relaxed = true;
      } else if (builder.mixed().isEmpty()) {
        return builder.table();
      } else {
        mixed = builder.mixed();
      }
    }
  }

  /** Passes each record's fields on, without the blanks around them. */
  private static final class Rows extends AbstractBaseCsvCallbackHandler<Boolean> {

    private final TableBuilder builder;
    private final int columns;
    private final boolean relaxed;
    private boolean header;
    private int fields;
    private boolean blankFirst;
    private boolean blankBeforeQuote;

    /** Whether cells are taken in as they come. */
    private boolean plain;

    Rows(TableBuilder builder, boolean header, boolean relaxed) {
      this.builder = builder;
      this.columns = builder.columns();
      this.header = header;
      this.relaxed = relaxed;
    }

    /** Where the parser is: a field is passed on when it has ended. */
    String place() {
      return "Line " + getStartingLineNumber() + ", column " + (fields + 1);
    }

    @Override
    protected void handleBegin(long line) {
      builder.place().at(line);
      fields = 0;
      blankFirst = false;
      plain = !header;
    }

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
      fields = index + 1;
      if (plain && index < columns && builder.integer(index, text, offset, length)) {
        return;
      }
      if (header || blankBeforeQuote || index >= columns) {
        return;
      }
      int from = offset;
      int to = offset + length;
      while (from < to && text[from] <= ' ') {
        from++;
      }
      while (to > from && text[to - 1] <= ' ') {
        to--;
      }
      if (from > offset && !quoted && !relaxed && from < to && text[from] == '"') {
        blankBeforeQuote = true;
        return;
      }
      if (index == 0 && from == to) {
        // A line of blanks is no row: its only cell waits for a second one.
        blankFirst = true;
        plain = false;
        return;
      }
      if (index == 1 && blankFirst) {
        builder.cell(0, NOTHING, 0, 0);
      }
      builder.cell(index, text, from, to - from);
    }

    @Override
    protected Boolean buildRecord() {
      if (blankBeforeQuote) {
        return false;
      }
      if (header) {
        header = fields == 0;
      } else if (fields == columns) {
        builder.endRow();
      } else if (fields > 1 || fields == 1 && !blankFirst) {
        throw Refusal.raggedRow(builder.place(), fields, columns);
      }
      return true;
    }
  }
}
