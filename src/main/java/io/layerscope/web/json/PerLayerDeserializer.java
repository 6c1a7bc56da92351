package io.layerscope.web.json;

import io.layerscope.nn.PerLayer;
import io.layerscope.nn.bounds.NotUnderstood;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Reads one value for all layers, or a list with one for each. */
final class PerLayerDeserializer extends StdDeserializer<PerLayer<?>> {

  private final @Nullable JavaType valueType;

  PerLayerDeserializer() {
    this(null);
  }

  private PerLayerDeserializer(@Nullable JavaType valueType) {
    super(PerLayer.class);
    this.valueType = valueType;
  }

  @Override
  public ValueDeserializer<?> createContextual(
      DeserializationContext context, @Nullable BeanProperty property) {
    JavaType type = property == null ? context.getContextualType() : property.getType();
    return new PerLayerDeserializer(type.containedTypeOrUnknown(0));
  }

  @Override
  public PerLayer<?> deserialize(JsonParser in, DeserializationContext context) {
    JavaType type = valueType == null ? context.constructType(Object.class) : valueType;
    if (in.currentToken() != JsonToken.START_ARRAY) {
      return PerLayer.of(read(in, context, type));
    }
    List<Object> values = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      try {
        values.add(read(in, context, type));
      } catch (RuntimeException e) {
        throw JacksonException.wrapWithPath(e, values, values.size());
      }
    }
    return PerLayer.each(values);
  }

  private static Object read(JsonParser in, DeserializationContext context, JavaType type) {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      throw new NotUnderstood("must not be null");
    }
    return context.readValue(in, type);
  }
}
