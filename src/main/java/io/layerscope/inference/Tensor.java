package io.layerscope.inference;

import io.layerscope.web.Problem;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Cells that came together, flat and row-major, with the extents that their nesting told: numbers,
 * truth values, texts, and nothing where one is missing.
 */
public final class Tensor {

  private static final int DEEPEST = 8;
  private static final long EXACT = 1L << 53;

  private double[] numbers;
  private @Nullable String @Nullable [] texts;
  private final List<Integer> shape = new ArrayList<>();
  private int size;

  public Tensor(int expected) {
    numbers = new double[expected];
  }

  /**
   * Reads the value at whose first token the parser stands: a cell, or arrays of cells.
   *
   * @param base64 whether a text may be {@code {"b64": ".."}}
   * @throws Problem 400 when arrays beside each other differ in length or depth
   */
  public static Tensor read(JsonParser in, boolean base64) {
    Tensor tensor = new Tensor(16);
    tensor.value(in, 0, base64);
    return tensor;
  }

  private void value(JsonParser in, int depth, boolean base64) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      require(depth == shape.size(), "a value stands beside an array");
      cell(in, base64);
      return;
    }
    boolean first = size == 0 && depth == shape.size();
    require(first || depth < shape.size(), "an array stands beside a value");
    require(depth < DEEPEST, "arrays are nested deeper than " + DEEPEST);
    if (first) {
      shape.add(-1);
    }
    int count = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      value(in, depth + 1, base64);
      count++;
    }
    int known = shape.get(depth);
    require(known < 0 || known == count, "arrays beside each other differ in length");
    shape.set(depth, count);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw Problem.malformed("wrong-shape", "", "The data has no shape: " + otherwise + ".");
    }
  }

  private void cell(JsonParser in, boolean base64) {
    switch (in.currentToken()) {
      case VALUE_NULL -> addMissing();
      case VALUE_NUMBER_FLOAT -> add(in.getDoubleValue());
      case VALUE_NUMBER_INT -> integer(in);
      case VALUE_TRUE, VALUE_FALSE -> add(in.getBooleanValue());
      case VALUE_STRING -> add(in.getString());
      default -> {
        require(base64, "an object stands in the place of a value");
        add(JsonCells.base64(in));
      }
    }
  }

  private void integer(JsonParser in) {
    double number = in.getDoubleValue();
    if (Math.abs(number) >= EXACT) {
      add(new BigInteger(in.getString()));
    } else {
      add(number);
    }
  }

  private int next() {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, Math.max(16, 2 * size));
    }
    return size++;
  }

  public void add(double number) {
    int i = next();
    numbers[i] = number;
  }

  public void addMissing() {
    add(Double.NaN);
  }

  public void add(String text) {
    int i = next();
    numbers[i] = Double.NaN;
    text(i, text);
  }

  public void add(boolean value) {
    int i = next();
    numbers[i] = value ? 1 : 0;
    text(i, Boolean.toString(value));
  }

  /** A whole number that a double may not tell from its neighbours. */
  public void add(BigInteger value) {
    int i = next();
    numbers[i] = value.doubleValue();
    text(i, value.toString());
  }

  private void text(int i, String text) {
    @Nullable String @Nullable [] all = texts;
    if (all == null || all.length <= i) {
      all = all == null ? new String[numbers.length] : Arrays.copyOf(all, numbers.length);
      texts = all;
    }
    all[i] = text;
  }

  /** How many cells there are. */
  public int size() {
    return size;
  }

  /** The extents; none for a single cell. */
  public List<Integer> shape() {
    return shape;
  }

  /** A cell's number: 1 or 0 for a truth value; NaN for a text and where it is missing. */
  public double number(int i) {
    return numbers[i];
  }

  /** What a cell says that its number does not: a text, a truth value, a very large number. */
  public @Nullable String text(int i) {
    @Nullable String @Nullable [] all = texts;
    return all == null || i >= all.length ? null : all[i];
  }

  public boolean isMissing(int i) {
    return Double.isNaN(numbers[i]) && text(i) == null;
  }

  /** Sets a row's column to a cell. */
  public void set(RowEncoder row, int column, int i) {
    double number = numbers[i];
    String text = text(i);
    if (isMissing(i)) {
      row.missing(column);
    } else if (Double.isNaN(number)) {
      row.text(column, String.valueOf(text));
    } else if (!row.categorical(column)) {
      row.number(column, number);
    } else {
      row.category(column, number, text == null ? written(number) : text);
    }
  }

  private static String written(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
