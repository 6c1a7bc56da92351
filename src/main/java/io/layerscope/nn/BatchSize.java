package io.layerscope.nn;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.layerscope.nn.bounds.NotUnderstood;
import io.layerscope.nn.bounds.OutOfBounds;

/**
 * Rows per step.
 *
 * @param rows the number, or {@link #FULL} for all training rows
 */
public record BatchSize(int rows) {

  /** All training rows in one step. */
  public static final int FULL = 0;

  public static final int GREATEST = 1 << 20;

  /** Reads a number or {@code "full"}. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static BatchSize of(Object value) {
    return switch (value) {
      case String text when text.equals("full") -> new BatchSize(FULL);
      case Integer rows when rows >= 1 && rows <= GREATEST -> new BatchSize(rows);
      case Integer rows -> throw refused(rows);
      case Long rows -> throw refused(rows);
      case java.math.BigInteger rows -> throw refused(rows);
      default -> throw new NotUnderstood("must be a whole number or \"full\"");
    };
  }

  private static OutOfBounds refused(Number rows) {
    return new OutOfBounds(
        "", "must be at least 1 and at most " + GREATEST + ", or \"full\", but is " + rows);
  }

  /** A number, or {@code "full"}. */
  @JsonValue
  public Object json() {
    return rows == FULL ? "full" : (Object) rows;
  }

  /** The rows of a step over so many training rows. */
  public int of(int trainingRows) {
    return rows == FULL ? trainingRows : Math.min(rows, trainingRows);
  }
}
