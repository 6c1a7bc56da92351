package io.layerscope.web.json;

import io.layerscope.nn.bounds.NotUnderstood;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.jsontype.TypeDeserializer;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads one of a sealed type's kinds: by its name alone, or as an object with {@code kind}. */
final class KindDeserializer extends StdDeserializer<Object> {

  private final Map<String, Class<?>> kinds;

  KindDeserializer(Class<?> type) {
    super(type);
    kinds = Kinds.of(type);
  }

  @Override
  public Object deserialize(JsonParser in, DeserializationContext context) {
    JsonNode node = context.readTree(in);
    JsonNode kind = node.isObject() ? node.get("kind") : node;
    if (kind == null) {
      throw new NotUnderstood("must have a kind: one of " + String.join(", ", kinds.keySet()));
    }
    Class<?> type = kind.isString() ? kinds.get(kind.stringValue()) : null;
    if (type == null) {
      NotUnderstood unknown =
          new NotUnderstood(
              "must be one of "
                  + String.join(", ", kinds.keySet())
                  + Nearest.to(kind, kinds.keySet()));
      throw node.isObject() ? JacksonException.wrapWithPath(unknown, node, "kind") : unknown;
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    if (node.isObject()) {
      object.setAll((ObjectNode) node);
    } else {
      object.set("kind", node);
    }
    return context.readTreeAsValue(object, type);
  }

  @Override
  public Object deserializeWithType(
      JsonParser in, DeserializationContext context, TypeDeserializer types) {
    return deserialize(in, context);
  }
}
