package io.layerscope.dataset.table;

import java.util.List;

/** A column of numbers, held as narrowly as keeps every one of them exactly. */
public record NumericColumn(String name, Numbers numbers) implements Column {

  private static final double EXACT_INTEGERS = 1L << 53;

  @Override
  public ColumnKind kind() {
    return ColumnKind.NUMERIC;
  }

  @Override
  public double number(int row) {
    return numbers.get(row);
  }

  @Override
  public int category(int row) {
    return -1;
  }

  @Override
  public List<String> categories() {
    return List.of();
  }

  @Override
  public int rows() {
    return numbers.length();
  }

  /** A number as text: integers without a decimal point. */
  static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < EXACT_INTEGERS
        ? Long.toString((long) number)
        : Double.toString(number);
  }
}
