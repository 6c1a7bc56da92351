package io.layerscope.dataset.read;

import java.util.Arrays;

/**
 * The small integers of the last rows, row after row. Columns take them in blocks: writing each
 * cell to its column at once would go through as many places in memory as there are columns.
 */
final class RowBlock {

  private static final int ROWS = 64;
  private static final int MOST_DIGITS = 3;
  private static final int MOST = 0xff;
  private static final int NONE = -1;

  private final Cells[] cells;
  private final byte[] values;

  /** By column: whether it takes integers, and the first row that it has not taken. */
  private final boolean[] takes;

  private final int[] next;
  private int first;

  /** Where the current row's values begin. */
  private int current;

  RowBlock(Cells[] cells) {
    this.cells = cells;
    values = new byte[ROWS * cells.length];
    takes = new boolean[cells.length];
    next = new int[cells.length];
    for (int column = 0; column < cells.length; column++) {
      takes[column] = cells[column].takesBytes();
    }
  }

  /** Takes in a cell of the current row; the text has no blanks around it. */
  void add(int column, char[] text, int offset, int length, int row) {
    if (!addInteger(column, text, offset, length)) {
      give(column, row);
      cells[column].add(text, offset, length, row);
      next[column] = row + 1;
      takes[column] = cells[column].takesBytes();
    }
  }

  /** Takes in a cell of the current row if it is a small integer in a column of such. */
  boolean addInteger(int column, char[] text, int offset, int length) {
    if (!takes[column]) {
      return false;
    }
    // One digit is what most cells of images have.
    int value = length == 1 ? digit(text[offset]) : digits(text, offset, length);
    if (value < 0) {
      return false;
    }
    values[current + column] = (byte) value;
    return true;
  }

  private static int digit(char character) {
    int digit = character - '0';
    return digit <= 9 ? digit : NONE;
  }

  /** The number from 0 to 255 that two or three digits are; less than 0 for all other texts. */
  private static int digits(char[] text, int offset, int length) {
    if (length < 2 || length > MOST_DIGITS) {
      return NONE;
    }
    int value = 0;
    for (int i = offset; i < offset + length; i++) {
      int digit = text[i] - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      value = 10 * value + digit;
    }
    return value <= MOST ? value : NONE;
  }

  /** So many rows have ended. */
  void endRow(int rows) {
    current += takes.length;
    if (current == values.length) {
      giveAll(rows);
    }
  }

  /** Gives the columns all that waits. */
  void giveAll(int rows) {
    for (int column = 0; column < cells.length; column++) {
      give(column, rows);
    }
    Arrays.fill(next, rows);
    first = rows;
    current = 0;
  }

  private void give(int column, int row) {
    int from = next[column];
    if (from < row) {
      int at = (from - first) * takes.length + column;
      cells[column].addBytes(values, at, takes.length, from, row - from);
    }
  }
}
