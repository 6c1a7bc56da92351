package io.layerscope.inference;

import io.layerscope.web.Problem;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one row of JSON at a time: an array of cells in order, or an object by column names. */
public final class JsonCells {

  private final JsonParser in;
  private final RowEncoder row;
  private final Dialect dialect;

  public JsonCells(JsonParser in, RowEncoder row, Dialect dialect) {
    this.in = in;
    this.row = row;
    this.dialect = dialect;
  }

  /**
   * What a protocol takes beyond plain cells.
   *
   * @param wrapped a cell may be a list of one, or text in base 64 as {@code {"b64": ".."}}
   * @param others columns that the model does not read are passed over
   */
  public record Dialect(boolean wrapped, boolean others) {

    public static final Dialect PLAIN = new Dialect(false, false);
  }

  /**
   * Reads the row at whose first token the parser stands.
   *
   * @param index its place in the request, from 0
   * @return [features], used again for the next row
   * @throws Problem 400 or 422 that points at what is wrong
   */
  public float[] row(long index) {
    boolean positional = in.currentToken() == JsonToken.START_ARRAY;
    row.begin(index, 0, positional);
    if (positional) {
      byPosition();
    } else if (in.currentToken() == JsonToken.START_OBJECT) {
      byName();
    } else {
      throw Problem.malformed(
          "wrong-type", row.row(), "A row must be an array of values or an object of columns.");
    }
    return row.end();
  }

  private void byPosition() {
    for (int column = 0; in.nextToken() != JsonToken.END_ARRAY; column++) {
      if (column == row.columns()) {
        throw row.unknown(String.valueOf(column));
      }
      cell(column);
    }
  }

  private void byName() {
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      int column = row.column(name);
      in.nextToken();
      if (column >= 0) {
        cell(column);
      } else if (dialect.others()) {
        in.skipChildren();
      } else {
        throw row.unknown(name);
      }
    }
  }

  /** Reads one cell, at whose token the parser stands. */
  void cell(int column) {
    switch (in.currentToken()) {
      case VALUE_NULL -> row.missing(column);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(column);
      case VALUE_STRING, VALUE_TRUE, VALUE_FALSE -> row.text(column, in.getString());
      case START_ARRAY, START_OBJECT -> wrapped(column);
      default -> throw wrongType(column);
    }
  }

  private void number(int column) {
    double number = in.getDoubleValue();
    if (row.categorical(column)) {
      row.category(column, number, in.getString());
    } else if (Double.isNaN(number)) {
      row.missing(column);
    } else if (Double.isInfinite(number)) {
      throw row.notANumber(column, in.getString());
    } else {
      row.number(column, number);
    }
  }

  private void wrapped(int column) {
    if (!dialect.wrapped()) {
      throw wrongType(column);
    }
    if (in.currentToken() == JsonToken.START_ARRAY) {
      in.nextToken();
      cell(column);
      if (in.nextToken() != JsonToken.END_ARRAY) {
        throw wrongType(column);
      }
    } else {
      row.text(column, base64(in));
    }
  }

  /** The text of {@code {"b64": ".."}}, at whose first token the parser stands. */
  static String base64(JsonParser in) {
    if (in.nextToken() != JsonToken.PROPERTY_NAME
        || !in.currentName().equals("b64")
        || in.nextToken() != JsonToken.VALUE_STRING) {
      throw Problem.malformed(
          "wrong-type", "", "An object in the place of a value must be {\"b64\": \"...\"}.");
    }
    try {
      byte[] bytes = Base64.getDecoder().decode(in.getString());
      in.nextToken();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Problem.malformed("wrong-type", "", "The text of b64 must be in base 64.");
    }
  }

  private Problem wrongType(int column) {
    return Problem.malformed(
        "wrong-type", row.pointer(column), row.name(column) + " must be a number, a text or null.");
  }
}
