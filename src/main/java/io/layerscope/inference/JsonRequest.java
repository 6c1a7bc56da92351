package io.layerscope.inference;

import io.layerscope.web.JsonProblems;
import io.layerscope.web.Problem;
import io.layerscope.web.json.JsonStreams;
import io.layerscope.web.json.Nearest;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.JacksonIOException;

/**
 * Reads {@code {rows, topK, dropoutSamples}} token by token: a body of any length takes the memory
 * of one row. Rows may come before the options that say what to do with them.
 */
final class JsonRequest {

  private final JsonParser in;
  private final JsonCells cells;
  private final EncodedRows rows;
  private @Nullable Integer topK;
  private @Nullable Integer dropoutSamples;
  private boolean given;

  private JsonRequest(JsonParser in, RowEncoder row, EncodedRows rows) {
    this.in = in;
    cells = new JsonCells(in, row, JsonCells.Dialect.PLAIN);
    this.rows = rows;
  }

  /**
   * Reads a body to its end.
   *
   * @param rows takes the encoded rows
   * @return the options
   * @throws Problem 400 or 422 that points at what is wrong
   */
  static PredictionOptions read(InputStream body, RowEncoder row, EncodedRows rows, int classes)
      throws IOException {
    try (JsonParser in = JsonStreams.parser(body)) {
      JsonRequest request = new JsonRequest(in, row, rows);
      request.body();
      return PredictionOptions.of(request.topK, request.dropoutSamples, classes, "/");
    } catch (JacksonIOException e) {
      if (e.getCause() instanceof CharConversionException) {
        throw new Problem(
            HttpStatus.BAD_REQUEST,
            "malformed-json",
            "The JSON is not in the encoding it begins in.");
      }
      throw e.getCause();
    } catch (JacksonException e) {
      throw JsonProblems.of(e);
    }
  }

  private void body() throws IOException {
    JsonToken first = in.nextToken();
    if (first == null) {
      throw new Problem(
          HttpStatus.BAD_REQUEST, "malformed-json", "The request needs a body that is JSON.");
    }
    require(first == JsonToken.START_OBJECT, "", "The body must be an object with rows.");
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = in.currentName();
      in.nextToken();
      switch (field) {
        case "rows" -> rows();
        case "topK" -> topK = integer("topK");
        case "dropoutSamples" -> dropoutSamples = integer("dropoutSamples");
        default ->
            throw Problem.malformed(
                "unknown-field",
                "/" + RowEncoder.escape(field),
                "There is no field "
                    + field
                    + " here, but rows, topK and dropoutSamples"
                    + Nearest.to(field, List.of("rows", "topK", "dropoutSamples"))
                    + ".");
      }
    }
    require(in.nextToken() == null, "", "The JSON goes on after its end.");
    if (!given) {
      throw Problem.unprocessable("empty-rows", "/rows", "rows must be given.");
    }
  }

  private @Nullable Integer integer(String field) {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    require(
        in.currentToken() == JsonToken.VALUE_NUMBER_INT,
        "/" + field,
        field + " must be a whole number.");
    double value = in.getDoubleValue();
    // Whatever int cannot hold is out of bounds all the same.
    return (int) value;
  }

  private void rows() throws IOException {
    given = true;
    require(in.currentToken() == JsonToken.START_ARRAY, "/rows", "rows must be an array of rows.");
    while (in.nextToken() != JsonToken.END_ARRAY) {
      rows.append(cells.row(rows.rows()));
    }
    if (rows.rows() == 0) {
      throw Problem.unprocessable("empty-rows", "/rows", "rows must have at least one row.");
    }
  }

  private static void require(boolean condition, String pointer, String detail) {
    if (!condition) {
      throw Problem.malformed("wrong-type", pointer, detail);
    }
  }
}
