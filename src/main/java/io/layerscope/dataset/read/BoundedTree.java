package io.layerscope.dataset.read;

import io.layerscope.web.Problem;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values of JSON that are held in memory, out of a file that need not fit there: so many and no
 * more, since two bytes of a file can become a hundred of memory.
 */
final class BoundedTree {

  /** More than a name and a kind for each column there may be. */
  private static final int MOST = 1 << 18;

  private final JsonMapper json;
  private int values;

  BoundedTree(JsonMapper json) {
    this.json = json;
  }

  /**
   * Reads the value at whose first token the parser stands.
   *
   * @throws Problem 400 when all values together are too many
   */
  JsonNode read(JsonParser parser) {
    if (++values > MOST) {
      throw Problem.malformed(
          "json-too-many-tokens", "", "Beside its rows the JSON has too many values.");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      default -> json.readTree(parser);
    };
  }

  private ObjectNode object(JsonParser parser) {
    ObjectNode object = json.createObjectNode();
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      parser.nextToken();
      object.set(name, read(parser));
    }
    return object;
  }

  private ArrayNode array(JsonParser parser) {
    ArrayNode array = json.createArrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(read(parser));
    }
    return array;
  }
}
