package io.layerscope.dataset.read;

import io.layerscope.dataset.table.Column;

/** Takes in the cells of one column, row by row. */
interface Cells {

  /** Takes in the cell of a row; the text has no blanks around it. */
  void add(char[] text, int offset, int length, int row);

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
