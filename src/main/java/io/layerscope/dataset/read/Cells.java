package io.layerscope.dataset.read;

import io.layerscope.dataset.table.Column;

/** Takes in the cells of one column, row by row. */
interface Cells {

  /** Takes in the cell of a row; the text has no blanks around it. */
  void add(char[] text, int offset, int length, int row);

  /** Whether {@link #addBytes} may be called now. */
  default boolean takesBytes() {
    return false;
  }

  /**
   * Takes in the cells of rows in which integers from 0 to 255 stand.
   *
   * @param values holds one for each row, {@code stride} apart
   */
  default void addBytes(byte[] values, int offset, int stride, int row, int count) {
    throw new IllegalStateException("a column that takes no integers");
  }

  /** The column that the cells make. */
  Column column(int rows);

  /** Takes in nothing: the cells of a column that is left out. */
  Cells NONE =
      new Cells() {
        @Override
        public void add(char[] text, int offset, int length, int row) {}

        @Override
        public Column column(int rows) {
          throw new IllegalStateException("a column that is left out");
        }
      };
}
