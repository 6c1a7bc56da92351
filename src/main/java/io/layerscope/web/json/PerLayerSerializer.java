package io.layerscope.web.json;

import io.layerscope.nn.PerLayer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes one value for all layers as itself, and one for each as a list. */
final class PerLayerSerializer extends StdSerializer<PerLayer<?>> {

  PerLayerSerializer() {
    super(PerLayer.class);
  }

  @Override
  public void serialize(PerLayer<?> layers, JsonGenerator out, SerializationContext context) {
    if (!layers.isList()) {
      write(layers.values().getFirst(), out, context);
      return;
    }
    out.writeStartArray();
    for (Object value : layers.values()) {
      write(value, out, context);
    }
    out.writeEndArray();
  }

  private static void write(Object value, JsonGenerator out, SerializationContext context) {
    context.findTypedValueSerializer(value.getClass(), true).serialize(value, out, context);
  }
}
