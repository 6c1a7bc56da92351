package io.layerscope.inference.tensorflow;

import io.layerscope.inference.JsonCells;
import io.layerscope.inference.RowBuffer;
import io.layerscope.inference.Tensor;
import io.layerscope.inference.TensorRows;
import io.layerscope.model.ModelInputs;
import io.layerscope.web.JsonProblems;
import io.layerscope.web.Problem;
import io.layerscope.web.json.JsonStreams;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads {@code instances}, a value or an object for each row, or {@code inputs}, a tensor or an
 * object of tensors for all.
 */
final class PredictRequest {

  private final JsonParser in;
  private final TensorRows rows;
  private boolean instances;
  private boolean inputs;
  private Signature signature = Signature.SERVING_DEFAULT;

  private PredictRequest(JsonParser in, ModelInputs model) {
    this.in = in;
    rows = new TensorRows(model);
  }

  /**
   * What was asked.
   *
   * @param byRow whether the answer is told row by row
   */
  record Asked(RowBuffer rows, Signature signature, boolean byRow) {}

  /**
   * Reads a body; NaN stands for a missing value.
   *
   * @throws Problem 400 or 422 that says what is wrong
   */
  static Asked read(byte[] body, ModelInputs model) {
    try (JsonParser in = JsonStreams.parserWithNaN(body)) {
      return new PredictRequest(in, model).body();
    } catch (JacksonException e) {
      throw JsonProblems.of(e);
    }
  }

  private Asked body() {
    require(in.nextToken() == JsonToken.START_OBJECT, "The body must be a JSON object.");
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = in.currentName();
      JsonToken value = in.nextToken();
      switch (field) {
        case "signature_name" -> signature = Signature.of(text());
        case "instances" -> {
          instances = true;
          require(value == JsonToken.START_ARRAY, "instances must be an array.");
          instances();
        }
        case "inputs" -> {
          inputs = true;
          inputs(value);
        }
        default -> in.skipChildren();
      }
    }
    require(in.nextToken() == null, "The JSON goes on after its end.");
    require(instances != inputs, "The body must have either instances or inputs.");
    require(rows.rows().rows() > 0, "There must be at least one row.");
    return new Asked(rows.rows(), signature, instances);
  }

  private @Nullable String text() {
    require(
        in.currentToken() == JsonToken.VALUE_STRING || in.currentToken() == JsonToken.VALUE_NULL,
        "signature_name must be a string.");
    return in.currentToken() == JsonToken.VALUE_NULL ? null : in.getString();
  }

  private void instances() {
    JsonCells cells = new JsonCells(in, rows.encoder(), new JsonCells.Dialect(true, false));
    while (in.nextToken() != JsonToken.END_ARRAY) {
      if (in.currentToken() == JsonToken.START_ARRAY) {
        rows.rows().add(cells.row(rows.rows().rows()));
      } else if (in.currentToken() == JsonToken.START_OBJECT) {
        rows.one(TensorRows.read(in));
      } else {
        rows.flatRow(Tensor.read(in, false));
      }
    }
  }

  private void inputs(JsonToken value) {
    if (value == JsonToken.START_OBJECT) {
      rows.named(TensorRows.read(in), false);
    } else {
      rows.matrix(Tensor.read(in, true));
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw Problem.malformed("malformed-request", "", otherwise);
    }
  }
}
