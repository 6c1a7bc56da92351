package io.layerscope.inference.mlflow;

import io.layerscope.inference.JsonCells;
import io.layerscope.inference.RowBuffer;
import io.layerscope.inference.Tensor;
import io.layerscope.inference.TensorRows;
import io.layerscope.model.ModelInputs;
import io.layerscope.web.JsonProblems;
import io.layerscope.web.Problem;
import io.layerscope.web.json.JsonStreams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads exactly one of {@code dataframe_split}, {@code dataframe_records}, {@code instances} and
 * {@code inputs}. Columns of a data frame that the model does not read are passed over, as a model
 * with a signature does there.
 */
final class ScoringRequest {

  private static final String FORMS = "dataframe_split, dataframe_records, instances and inputs";

  private final JsonParser in;
  private final ModelInputs model;
  private final TensorRows rows;
  private int forms;
  private boolean probabilities;

  private ScoringRequest(JsonParser in, ModelInputs model) {
    this.in = in;
    this.model = model;
    rows = new TensorRows(model);
  }

  /**
   * What was asked.
   *
   * @param probabilities whether those of all classes are told, not the label
   */
  record Asked(RowBuffer rows, boolean probabilities) {}

  /**
   * Reads a body; NaN stands for a missing value.
   *
   * @throws Problem 400 or 422 that says what is wrong
   */
  static Asked read(byte[] body, ModelInputs model) {
    try (JsonParser in = JsonStreams.parserWithNaN(body)) {
      return new ScoringRequest(in, model).body();
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
        case "dataframe_split" -> {
          begin();
          split(value);
        }
        case "dataframe_records" -> {
          begin();
          records(value);
        }
        case "instances" -> {
          begin();
          instances(value);
        }
        case "inputs" -> {
          begin();
          inputs(value);
        }
        case "params" -> params(value);
        default ->
            throw Problem.malformed(
                "unknown-field",
                "/" + field,
                "There is no field " + field + " here, but one of " + FORMS + ", and params.");
      }
    }
    require(in.nextToken() == null, "The JSON goes on after its end.");
    require(forms == 1, "The body must have exactly one of " + FORMS + ".");
    require(rows.rows().rows() > 0, "There must be at least one row.");
    return new Asked(rows.rows(), probabilities);
  }

  private void begin() {
    forms++;
    require(forms == 1, "The body must have exactly one of " + FORMS + ".");
  }

  private void split(JsonToken value) {
    require(value == JsonToken.START_OBJECT, "dataframe_split must be an object.");
    List<String> columns = null;
    Tensor data = null;
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = in.currentName();
      in.nextToken();
      switch (field) {
        case "columns" -> columns = columns();
        case "data" -> data = Tensor.read(in, false);
        default -> in.skipChildren();
      }
    }
    require(data != null, "dataframe_split must have data.");
    if (data != null) {
      frame(columns, data);
    }
  }

  private List<String> columns() {
    require(in.currentToken() == JsonToken.START_ARRAY, "columns must be an array of names.");
    List<String> columns = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      columns.add(in.getString());
    }
    return columns;
  }

  /** Rows of cells under names; without names, by position. */
  private void frame(@Nullable List<String> columns, Tensor data) {
    if (columns == null) {
      rows.matrix(data);
      return;
    }
    require(
        data.shape().size() == 2 && data.shape().get(1) == columns.size(),
        "data has the shape "
            + data.shape()
            + ", but must have [rows, "
            + columns.size()
            + "], one value for each column.");
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      int column = model.column(columns.get(i));
      require(
          column < 0 || places.put(column, i) == null, "columns has " + columns.get(i) + " twice.");
    }
    for (int i = 0; i < data.size(); i += columns.size()) {
      int start = i;
      rows.encoder().begin(rows.rows().rows(), 0, false);
      places.forEach((column, place) -> data.set(rows.encoder(), column, start + place));
      rows.rows().add(rows.encoder().end());
    }
  }

  private void records(JsonToken value) {
    require(value == JsonToken.START_ARRAY, "dataframe_records must be an array of objects.");
    JsonCells cells = new JsonCells(in, rows.encoder(), new JsonCells.Dialect(false, true));
    while (in.nextToken() != JsonToken.END_ARRAY) {
      require(in.currentToken() == JsonToken.START_OBJECT, "A record must be an object.");
      rows.rows().add(cells.row(rows.rows().rows()));
    }
  }

  private void instances(JsonToken value) {
    require(value == JsonToken.START_ARRAY, "instances must be an array.");
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
      rows.matrix(Tensor.read(in, false));
    }
  }

  private void params(JsonToken value) {
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    require(value == JsonToken.START_OBJECT, "params must be an object.");
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      JsonToken token = in.nextToken();
      if (name.equals("predict_method")) {
        String method = token == JsonToken.VALUE_STRING ? in.getString() : "";
        probabilities = method.equals("predict_proba");
        require(
            probabilities || method.equals("predict"),
            "predict_method must be predict or predict_proba.");
      } else {
        in.skipChildren();
      }
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw Problem.malformed("malformed-request", "", otherwise);
    }
  }
}
