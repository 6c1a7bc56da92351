package io.layerscope.inference.tensorflow;

import io.layerscope.inference.RowBuffer;
import io.layerscope.inference.Tensor;
import io.layerscope.inference.TensorRows;
import io.layerscope.model.ModelInputs;
import io.layerscope.web.JsonProblems;
import io.layerscope.web.Problem;
import io.layerscope.web.json.JsonStreams;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads {@code examples}, an object of features for each row, and the {@code context} of all. */
final class ClassifyRequest {

  private final JsonParser in;
  private final List<Map<String, Tensor>> examples = new ArrayList<>();
  private Map<String, Tensor> context = Map.of();

  private ClassifyRequest(JsonParser in) {
    this.in = in;
  }

  /**
   * Reads a body.
   *
   * @throws Problem 400 or 422 that says what is wrong
   */
  static RowBuffer read(byte[] body, ModelInputs model) {
    try (JsonParser in = JsonStreams.parserWithNaN(body)) {
      ClassifyRequest request = new ClassifyRequest(in);
      request.body();
      return request.rows(model);
    } catch (JacksonException e) {
      throw JsonProblems.of(e);
    }
  }

  private void body() {
    require(in.nextToken() == JsonToken.START_OBJECT, "The body must be a JSON object.");
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = in.currentName();
      JsonToken value = in.nextToken();
      switch (field) {
        case "signature_name" -> {
          require(value == JsonToken.VALUE_STRING, "signature_name must be a string.");
          Signature.of(in.getString());
        }
        case "context" -> {
          require(value == JsonToken.START_OBJECT, "context must be an object of features.");
          context = TensorRows.read(in);
        }
        case "examples" -> {
          require(value == JsonToken.START_ARRAY, "examples must be an array.");
          while (in.nextToken() != JsonToken.END_ARRAY) {
            require(
                in.currentToken() == JsonToken.START_OBJECT,
                "An example must be an object of features.");
            examples.add(TensorRows.read(in));
          }
        }
        default -> in.skipChildren();
      }
    }
    require(in.nextToken() == null, "The JSON goes on after its end.");
    require(!examples.isEmpty(), "examples must have at least one example.");
  }

  private RowBuffer rows(ModelInputs model) {
    TensorRows rows = new TensorRows(model);
    for (Map<String, Tensor> example : examples) {
      Map<String, Tensor> features = new LinkedHashMap<>(context);
      features.putAll(example);
      rows.one(features);
    }
    return rows.rows();
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw Problem.malformed("malformed-request", "", otherwise);
    }
  }
}
