package io.layerscope.inference.oip;

import io.layerscope.inference.Tensor;
import io.layerscope.web.JsonProblems;
import io.layerscope.web.Problem;
import io.layerscope.web.json.JsonStreams;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads an inference request: JSON, and behind it the data of binary tensors. Fields that it does
 * not know are passed over, since the protocol is extended by them.
 */
final class InferRequestReader {

  private final JsonParser in;
  private final ByteBuffer binary;
  private final List<InferRequest.Input> inputs = new ArrayList<>();
  private final List<OutputFields> outputs = new ArrayList<>();
  private @Nullable String id;
  private boolean binaryOutput;

  private InferRequestReader(JsonParser in, ByteBuffer binary) {
    this.in = in;
    this.binary = binary.order(ByteOrder.LITTLE_ENDIAN);
  }

  private record OutputFields(String name, int classification, @Nullable Boolean binary) {}

  /**
   * Reads a body.
   *
   * @param jsonLength how many bytes of it are JSON; the others are binary tensors
   * @throws Problem 400 that says what is wrong
   */
  static InferRequest read(byte[] body, int jsonLength) {
    ByteBuffer binary = ByteBuffer.wrap(body, jsonLength, body.length - jsonLength);
    try (JsonParser in = JsonStreams.parser(body, jsonLength)) {
      return new InferRequestReader(in, binary).request();
    } catch (JacksonException e) {
      throw JsonProblems.of(e);
    }
  }

  private InferRequest request() {
    require(in.nextToken() == JsonToken.START_OBJECT, "The body must be a JSON object.");
    boolean given = false;
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = in.currentName();
      JsonToken value = in.nextToken();
      switch (field) {
        case "id" -> id = text("id");
        case "parameters" -> binaryOutput = truth(parameters(), "binary_data_output", false);
        case "inputs" -> {
          given = true;
          elements("inputs", this::input);
        }
        case "outputs" -> {
          if (value != JsonToken.VALUE_NULL) {
            elements("outputs", this::output);
          }
        }
        default -> in.skipChildren();
      }
    }
    require(in.nextToken() == null, "The JSON goes on after its end.");
    require(given && !inputs.isEmpty(), "inputs must have at least one tensor.");
    require(!binary.hasRemaining(), binary.remaining() + " bytes follow that no input has.");
    return new InferRequest(id, inputs, chosen());
  }

  private void elements(String field, Runnable element) {
    require(in.currentToken() == JsonToken.START_ARRAY, field + " must be an array.");
    while (in.nextToken() != JsonToken.END_ARRAY) {
      require(in.currentToken() == JsonToken.START_OBJECT, field + " must hold objects.");
      element.run();
    }
  }

  private void input() {
    String name = null;
    String datatype = null;
    List<Long> shape = null;
    Tensor data = null;
    Map<String, Object> parameters = Map.of();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = in.currentName();
      in.nextToken();
      switch (field) {
        case "name" -> name = text("name");
        case "datatype" -> datatype = text("datatype");
        case "shape" -> shape = shape();
        case "data" -> data = Tensor.read(in, false);
        case "parameters" -> parameters = parameters();
        default -> in.skipChildren();
      }
    }
    String named = given(name, "An input has no name.");
    inputs.add(
        InputTensor.of(
            named,
            given(datatype, "The input " + name + " has no datatype."),
            given(shape, "The input " + name + " has no shape."),
            data,
            binary(named, parameters, data)));
  }

  /** The part of the bytes behind the JSON that is this input's; null when it has none. */
  private @Nullable ByteBuffer binary(
      String name, Map<String, Object> parameters, @Nullable Tensor data) {
    Object size = parameters.get("binary_data_size");
    if (size == null) {
      require(data != null, "The input " + name + " has no data.");
      return null;
    }
    require(data == null, "The input " + name + " has data in JSON and in binary.");
    require(
        size instanceof Double bytes && bytes >= 0 && bytes == Math.rint(bytes),
        "binary_data_size of the input " + name + " must be a whole number.");
    double bytes = (Double) size;
    require(
        bytes <= binary.remaining(),
        "The input "
            + name
            + " has binary_data_size "
            + (long) bytes
            + ", but "
            + binary.remaining()
            + " bytes are left.");
    ByteBuffer part = binary.slice(binary.position(), (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    binary.position(binary.position() + (int) bytes);
    return part;
  }

  private void output() {
    String name = null;
    Map<String, Object> parameters = Map.of();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String field = in.currentName();
      in.nextToken();
      switch (field) {
        case "name" -> name = text("name");
        case "parameters" -> parameters = parameters();
        default -> in.skipChildren();
      }
    }
    Object classes = parameters.getOrDefault("classification", 0.0);
    require(
        classes instanceof Double count && count >= 0 && count == Math.rint(count),
        "classification of the output " + name + " must be a whole number.");
    Boolean asked =
        parameters.containsKey("binary_data") ? truth(parameters, "binary_data", false) : null;
    outputs.add(
        new OutputFields(
            given(name, "An output has no name."), (int) (double) (Double) classes, asked));
  }

  private List<InferRequest.Output> chosen() {
    List<InferRequest.Output> chosen = new ArrayList<>();
    Set<String> names = new HashSet<>();
    if (outputs.isEmpty()) {
      Outputs.NAMES.forEach(name -> chosen.add(new InferRequest.Output(name, 0, binaryOutput)));
    }
    for (OutputFields fields : outputs) {
      require(
          Outputs.NAMES.contains(fields.name),
          "The model has no output " + fields.name + ", but " + Outputs.NAMES + ".");
      require(names.add(fields.name), "The output " + fields.name + " is asked for twice.");
      boolean inBinary = fields.binary == null ? binaryOutput : fields.binary;
      chosen.add(new InferRequest.Output(fields.name, fields.classification, inBinary));
    }
    return chosen;
  }

  private String text(String field) {
    require(in.currentToken() == JsonToken.VALUE_STRING, field + " must be a string.");
    return in.getString();
  }

  private List<Long> shape() {
    require(in.currentToken() == JsonToken.START_ARRAY, "shape must be an array.");
    List<Long> shape = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      require(
          in.currentToken() == JsonToken.VALUE_NUMBER_INT && in.getDoubleValue() >= 0,
          "shape must hold whole numbers that are not negative.");
      shape.add((long) in.getDoubleValue());
    }
    return shape;
  }

  /** Numbers are told as doubles, texts and truth values as themselves. */
  private Map<String, Object> parameters() {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return Map.of();
    }
    require(in.currentToken() == JsonToken.START_OBJECT, "parameters must be an object.");
    Map<String, Object> parameters = new TreeMap<>();
    while (in.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = in.currentName();
      switch (in.nextToken()) {
        case VALUE_STRING -> parameters.put(name, in.getString());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parameters.put(name, in.getDoubleValue());
        case VALUE_TRUE, VALUE_FALSE -> parameters.put(name, in.getBooleanValue());
        default ->
            require(false, "The parameter " + name + " must be a string, a number or a boolean.");
      }
    }
    return parameters;
  }

  private static boolean truth(Map<String, Object> parameters, String name, boolean otherwise) {
    Object value = parameters.getOrDefault(name, otherwise);
    require(value instanceof Boolean, "The parameter " + name + " must be true or false.");
    return (Boolean) value;
  }

  private static <T> T given(@Nullable T value, String otherwise) {
    require(value != null, otherwise);
    return Objects.requireNonNull(value);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw Problem.malformed("malformed-request", "", otherwise);
    }
  }
}
