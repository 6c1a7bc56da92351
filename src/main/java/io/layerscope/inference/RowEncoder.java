package io.layerscope.inference;

import io.layerscope.dataset.InputColumn;
import io.layerscope.dataset.Preprocessing;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.web.FieldError;
import io.layerscope.web.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * One row at a time, from cells to a network's inputs. A row begins with {@link #begin}, has each
 * of its columns set once, in any order, and ends with {@link #end}.
 */
final class RowEncoder {

  /** Texts that stand for a missing value, as when a data set is read. */
  private static final Set<String> MISSING = Set.of("", "?", "NA", "NaN", "null");

  private final Preprocessing preprocessing;
  private final List<InputColumn> inputs;
  private final @Nullable Object[] values;
  private final boolean[] set;
  private final float[] encoded;
  private @Nullable Map<String, Integer> indexes;
  private long index;
  private long line;
  private boolean positional;

  RowEncoder(Preprocessing preprocessing) {
    this.preprocessing = preprocessing;
    inputs = preprocessing.inputs();
    values = new Object[inputs.size()];
    set = new boolean[inputs.size()];
    encoded = new float[preprocessing.features()];
  }

  int columns() {
    return inputs.size();
  }

  String name(int column) {
    return inputs.get(column).name();
  }

  /** The column of a name; -1 when the model reads no such column. */
  int column(String name) {
    if (indexes == null) {
      indexes = HashMap.newHashMap(inputs.size());
      for (int i = 0; i < inputs.size(); i++) {
        indexes.put(inputs.get(i).name(), i);
      }
    }
    return indexes.getOrDefault(name, -1);
  }

  /**
   * Begins a row.
   *
   * @param index the row's place in the request, from 0
   * @param line where it stands in the text; 0 when that says nothing
   * @param positional whether its cells are known by their places, not by names
   */
  void begin(long index, long line, boolean positional) {
    this.index = index;
    this.line = line;
    this.positional = positional;
    Arrays.fill(set, false);
  }

  void missing(int column) {
    set[column] = true;
    values[column] = null;
  }

  /** A number of JSON: for a categorical column, a category that is written as a number. */
  void number(int column, double number, String written) {
    if (inputs.get(column).kind() == ColumnKind.CATEGORICAL) {
      boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
      boolean known = inputs.get(column).categories().contains(written);
      set(column, known || !whole ? written : Long.toString((long) number));
    } else if (Double.isFinite(number)) {
      set(column, number);
    } else {
      throw notANumber(column, written);
    }
  }

  /** A text of JSON or a truth value: a category, or a missing value. */
  void text(int column, String text) {
    InputColumn input = inputs.get(column);
    boolean categorical = input.kind() == ColumnKind.CATEGORICAL;
    if (MISSING.contains(text) && !(categorical && input.categories().contains(text))) {
      missing(column);
    } else if (categorical) {
      set(column, text);
    } else {
      throw notANumber(column, text);
    }
  }

  boolean categorical(int column) {
    return inputs.get(column).kind() == ColumnKind.CATEGORICAL;
  }

  boolean isSet(int column) {
    return set[column];
  }

  private void set(int column, Object value) {
    set[column] = true;
    values[column] = value;
  }

  /**
   * Encodes the row.
   *
   * @return [features], used again for the next row
   * @throws Problem 422 when a column was not set, or its number cannot be used
   */
  float[] end() {
    List<FieldError> lacking = new ArrayList<>();
    for (int column = 0; column < set.length; column++) {
      if (!set[column]) {
        lacking.add(new FieldError(pointer(column), place() + " lacks " + name(column) + "."));
      }
    }
    if (!lacking.isEmpty()) {
      String detail = String.join(" ", lacking.stream().map(FieldError::detail).limit(3).toList());
      throw new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "missing-column", detail, lacking);
    }
    preprocessing.encode(values, encoded, 0);
    for (float input : encoded) {
      if (!Float.isFinite(input)) {
        throw tooLarge();
      }
    }
    return encoded;
  }

  private Problem tooLarge() {
    int greatest = 0;
    double most = -1;
    for (int column = 0; column < values.length; column++) {
      if (values[column] instanceof Double number && Math.abs(number) > most) {
        greatest = column;
        most = Math.abs(number);
      }
    }
    return notANumber(greatest, String.valueOf(values[greatest]));
  }

  /** A cell, or a whole row's end, that no column is for. */
  Problem unknown(String column) {
    return Problem.unprocessable(
        "unknown-column",
        row() + "/" + escape(column),
        place() + ": the model has no column " + column + "; it reads " + columns() + " columns.");
  }

  private Problem notANumber(int column, String text) {
    String shown = text.length() > 50 ? text.substring(0, 50) + "..." : text;
    return Problem.unprocessable(
        "not-a-number",
        pointer(column),
        place()
            + ": "
            + name(column)
            + " must be a number that float32 can hold, or missing, but is '"
            + shown
            + "'.");
  }

  /** JSON Pointer of the row. */
  String row() {
    return "/rows/" + index;
  }

  String pointer(int column) {
    return row() + "/" + (positional ? String.valueOf(column) : escape(name(column)));
  }

  private String place() {
    return line > 0 ? "Line " + line : "Row " + index + " (from 0)";
  }

  /** A JSON Pointer's part: {@code ~} and {@code /} are escaped (RFC 6901). */
  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
