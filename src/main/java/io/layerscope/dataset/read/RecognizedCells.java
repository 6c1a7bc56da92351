package io.layerscope.dataset.read;

import io.layerscope.dataset.table.Column;
import org.jspecify.annotations.Nullable;

/**
 * A column whose kind its cells decide: numeric when every one that is there is a number.
 *
 * <p>Text after numbers means that the numbers were categories; their texts are gone by then, so
 * the file is read once more with what was learned.
 */
final class RecognizedCells implements Cells {

  private final ColumnContext context;
  private final NumericCells numeric;
  private @Nullable CategoricalCells categorical;
  private boolean mixed;

  RecognizedCells(ColumnContext context) {
    this.context = context;
    this.numeric = new NumericCells(context);
  }

  @Override
  public void add(char[] text, int offset, int length, int row) {
    if (categorical != null) {
      categorical.add(text, offset, length, row);
    } else if (!mixed && !numeric.accepts(text, offset, length, row)) {
      if (numeric.seen()) {
        mixed = true;
      } else {
        categorical = new CategoricalCells(context, false);
        categorical.missingBefore(row);
        categorical.add(text, offset, length, row);
      }
      numeric.release();
    }
  }

  @Override
  public boolean takesBytes() {
    return categorical == null && !mixed && numeric.takesBytes();
  }

  @Override
  public void addBytes(byte[] values, int offset, int stride, int row, int count) {
    numeric.addBytes(values, offset, stride, row, count);
  }

  /** Whether text came after numbers, so that the column must be read again as categories. */
  boolean mixed() {
    return mixed;
  }

  @Override
  public Column column(int rows) {
    return categorical == null ? numeric.column(rows) : categorical.column(rows);
  }
}
