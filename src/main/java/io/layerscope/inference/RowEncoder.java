package io.layerscope.inference;

import io.layerscope.dataset.Preprocessing;
import io.layerscope.model.ModelInputs;
import io.layerscope.web.FieldError;
import io.layerscope.web.Problem;
import io.layerscope.web.json.Nearest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.http.HttpStatus;

/**
 * One row at a time, from cells to a network's inputs. A row begins with {@link #begin}, has each
 * of its columns set once, in any order, and ends with {@link #end}.
 */
public final class RowEncoder {

  private final ModelInputs inputs;
  private final boolean[] set;
  private final float[] encoded;
  private long index;
  private long line;
  private boolean positional;

  public RowEncoder(ModelInputs inputs) {
    this.inputs = inputs;
    set = new boolean[inputs.size()];
    encoded = new float[inputs.features()];
  }

  RowEncoder(Preprocessing preprocessing) {
    this(new ModelInputs(preprocessing));
  }

  public int columns() {
    return inputs.size();
  }

  public String name(int column) {
    return inputs.name(column);
  }

  /** The column of a name; -1 when the model reads no such column. */
  public int column(String name) {
    return inputs.column(name);
  }

  /**
   * Begins a row.
   *
   * @param index the row's place in the request, from 0
   * @param line where it stands in the text; 0 when that says nothing
   * @param positional whether its cells are known by their places, not by names
   */
  public void begin(long index, long line, boolean positional) {
    this.index = index;
    this.line = line;
    this.positional = positional;
    Arrays.fill(set, false);
  }

  public void missing(int column) {
    set[column] = true;
    if (inputs.categorical(column)) {
      inputs.category(column, null, encoded);
    } else {
      inputs.number(column, Double.NaN, encoded);
    }
  }

  /** A number for a numeric column. */
  public void number(int column, double number) {
    set[column] = true;
    if (!Double.isFinite(number) || !inputs.number(column, number, encoded)) {
      throw notANumber(column, String.valueOf(number));
    }
  }

  /** A category that is written as a number. */
  public void category(int column, double number, String written) {
    boolean whole = number == Math.rint(number) && Math.abs(number) < 1e15;
    boolean known = inputs.knows(column, written);
    category(column, known || !whole ? written : Long.toString((long) number));
  }

  private void category(int column, String text) {
    set[column] = true;
    inputs.category(column, text, encoded);
  }

  /** A text of JSON or a truth value: a category, or a missing value. */
  public void text(int column, String text) {
    boolean categorical = inputs.categorical(column);
    if (ModelInputs.MISSING.contains(text) && !(categorical && inputs.knows(column, text))) {
      missing(column);
    } else if (categorical) {
      category(column, text);
    } else {
      throw notANumber(column, text);
    }
  }

  public boolean categorical(int column) {
    return inputs.categorical(column);
  }

  boolean isSet(int column) {
    return set[column];
  }

  /**
   * Ends the row.
   *
   * @return [features], used again for the next row
   * @throws Problem 422 when a column was not set
   */
  public float[] end() {
    for (boolean given : set) {
      if (!given) {
        throw lacking();
      }
    }
    return encoded;
  }

  private Problem lacking() {
    List<FieldError> lacking = new ArrayList<>();
    for (int column = 0; column < set.length; column++) {
      if (!set[column]) {
        lacking.add(new FieldError(pointer(column), place() + " lacks " + name(column) + "."));
      }
    }
    String detail = String.join(" ", lacking.stream().map(FieldError::detail).limit(3).toList());
    return new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "missing-column", detail, lacking);
  }

  /** A cell, or a whole row's end, that no column is for. */
  public Problem unknown(String column) {
    return Problem.unprocessable(
        "unknown-column",
        row() + "/" + escape(column),
        place()
            + ": the model has no column "
            + column
            + Nearest.to(column, IntStream.range(0, columns()).mapToObj(this::name).toList())
            + "; it reads "
            + columns()
            + " columns.");
  }

  /** A text in the place of a number, or a number that cannot be computed with. */
  Problem notANumber(int column, String text) {
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
  public String row() {
    return "/rows/" + index;
  }

  public String pointer(int column) {
    return row() + "/" + (positional ? String.valueOf(column) : escape(name(column)));
  }

  private String place() {
    return line > 0 ? "Line " + line : "Row " + index + " (from 0)";
  }

  /** A JSON Pointer's part: {@code ~} and {@code /} are escaped (RFC 6901). */
  public static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
