package io.layerscope.web.openapi;

import io.layerscope.nn.bounds.Limit;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Small schemas of JSON Schema 2020-12, as OpenAPI 3.1 writes them. */
final class Schemas {

  private static final String COMPONENTS = "#/components/schemas/";

  private Schemas() {}

  static Schema<?> ref(String name) {
    return new Schema<>().$ref(COMPONENTS + name);
  }

  static Schema<?> of(String type) {
    Schema<?> schema = new Schema<>();
    schema.setTypes(new java.util.LinkedHashSet<>(List.of(type)));
    schema.setType(type);
    return schema;
  }

  static Schema<?> listOf(Schema<?> items) {
    Schema<?> list = of("array");
    list.setItems(items);
    return list;
  }

  static Schema<Object> words(Iterable<String> words) {
    @SuppressWarnings("unchecked")
    Schema<Object> schema = (Schema<Object>) of("string");
    words.forEach(schema::addEnumItemObject);
    return schema;
  }

  static Schema<?> oneOf(List<Schema<?>> choices) {
    Schema<?> schema = new Schema<>();
    choices.forEach(schema::addOneOfItem);
    return schema;
  }

  /** The same, or null. */
  static Schema<?> nullable(Schema<?> schema) {
    if (isNullable(schema)) {
      return schema;
    }
    if (schema.get$ref() == null && schema.getOneOf() == null && schema.getAnyOf() == null) {
      if (schema.getTypes() == null && schema.getType() != null) {
        schema.setTypes(new java.util.LinkedHashSet<>(List.of(schema.getType())));
      }
      if (schema.getTypes() != null) {
        schema.addType("null");
        if (schema.getEnum() != null) {
          addNull(schema);
        }
      }
      return schema;
    }
    Schema<?> either = new Schema<>();
    either.setDescription(schema.getDescription());
    schema.setDescription(null);
    either.addAnyOfItem(schema);
    either.addAnyOfItem(of("null"));
    return either;
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // null is the value that is meant
  private static void addNull(Schema<?> schema) {
    ((Schema<Object>) schema).addEnumItemObject(null);
  }

  private static boolean isNullable(Schema<?> schema) {
    return is(schema, "null")
        || (schema.getAnyOf() != null
            && schema.getAnyOf().stream().anyMatch(choice -> is(choice, "null")));
  }

  static boolean is(Schema<?> schema, String type) {
    return type.equals(schema.getType())
        || (schema.getTypes() != null && schema.getTypes().contains(type));
  }

  /** Writes a limit on every number in the schema: itself, a list's items, or each choice. */
  static void limit(@Nullable Schema<?> schema, Limit limit) {
    if (schema == null) {
      return;
    }
    if (is(schema, "number") || is(schema, "integer")) {
      bound(schema, limit.min(), limit.max());
      if (limit.minExclusive() && schema.getMinimum() != null) {
        schema.setExclusiveMinimumValue(schema.getMinimum());
        schema.setMinimum(null);
      }
      if (limit.maxExclusive() && schema.getMaximum() != null) {
        schema.setExclusiveMaximumValue(schema.getMaximum());
        schema.setMaximum(null);
      }
    }
    limit(schema.getItems(), limit);
    for (var choices : new List<?>[] {schema.getOneOf(), schema.getAnyOf()}) {
      if (choices != null) {
        choices.forEach(choice -> limit((Schema<?>) choice, limit));
      }
    }
  }

  static Schema<?> bound(Schema<?> schema, double min, double max) {
    schema.setMinimum(decimal(min));
    schema.setMaximum(decimal(max));
    return schema;
  }

  private static @Nullable BigDecimal decimal(double value) {
    if (Double.isInfinite(value)) {
      return null;
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? BigDecimal.valueOf((long) value)
        : BigDecimal.valueOf(value);
  }
}
