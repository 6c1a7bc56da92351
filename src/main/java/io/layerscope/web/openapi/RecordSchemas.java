package io.layerscope.web.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JavaType;
import io.layerscope.nn.BatchSize;
import io.layerscope.nn.ClassWeights;
import io.layerscope.nn.PerLayer;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.web.json.Kinds;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.AnnotationsUtils;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Describes our records as JSON has them: with the bounds, defaults and nulls that they state
 * themselves, sealed types by their kinds, and settings of one value or one for each layer.
 */
final class RecordSchemas implements ModelConverter {

  private static final double GREATEST_WEIGHT = 1e6;

  private final Map<String, Class<?>> named = new ConcurrentHashMap<>();

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType asked, ModelConverterContext context, Iterator<ModelConverter> chain) {
    JavaType type = Json.mapper().constructType(asked.getType());
    Class<?> raw = type.getRawClass();
    if (JsonNode.class.isAssignableFrom(raw)) {
      return Schemas.of("object");
    }
    if (raw == BatchSize.class) {
      return Schemas.oneOf(
          List.of(
              Schemas.bound(Schemas.of("integer"), 1, BatchSize.GREATEST),
              Schemas.words(List.of("full"))));
    }
    if (raw == ClassWeights.class) {
      Schema<?> weights = Schemas.of("object");
      weights.setAdditionalProperties(Schemas.bound(Schemas.of("number"), 0, GREATEST_WEIGHT));
      return Schemas.oneOf(List.of(Schemas.words(List.of("balanced")), weights));
    }
    if (raw == PerLayer.class) {
      JavaType value = type.containedType(0);
      return Schemas.oneOf(List.of(inside(value, context), Schemas.listOf(inside(value, context))));
    }
    if (raw == Optional.class) {
      return Schemas.nullable(inside(type.containedType(0), context));
    }
    if (raw.isInterface() && !Kinds.of(raw).isEmpty()) {
      return kinds(raw, context);
    }
    Schema<?> resolved = chain.hasNext() ? chain.next().resolve(asked, context, chain) : null;
    if (resolved != null && raw.isRecord()) {
      Schema<?> model = model(resolved, context);
      if (model != null && model.getProperties() != null) {
        distinct(type, model);
        complete(model, raw);
      }
    }
    return resolved;
  }

  /** Two records of one simple name would be one schema, and one of them described wrongly. */
  private void distinct(JavaType type, Schema<?> model) {
    String name = model.getName();
    if (name != null && !type.hasGenericTypes()) {
      Class<?> other = named.putIfAbsent(name, type.getRawClass());
      if (other != null && other != type.getRawClass()) {
        throw new IllegalStateException(
            other + " and " + type.getRawClass() + " are both named " + name);
      }
    }
  }

  /** A copy, since the context gives the same schema to all who ask for a type. */
  private static Schema<?> inside(java.lang.reflect.Type type, ModelConverterContext context) {
    return AnnotationsUtils.clone(
        context.resolve(new AnnotatedType(type).resolveAsRef(true)), true);
  }

  private static @Nullable Schema<?> model(Schema<?> resolved, ModelConverterContext context) {
    String ref = resolved.get$ref();
    return ref == null
        ? resolved
        : context.getDefinedModels().get(ref.substring(ref.lastIndexOf('/') + 1));
  }

  /** A name alone, or an object with the name as its kind. */
  private static Schema<?> kinds(Class<?> type, ModelConverterContext context) {
    String name = type.getSimpleName();
    if (!context.getDefinedModels().containsKey(name)) {
      List<Schema<?>> choices = new ArrayList<>();
      Map<String, Class<?>> kinds = Kinds.of(type);
      choices.add(Schemas.words(kinds.keySet()));
      kinds.forEach(
          (kind, record) -> {
            String component = Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + name;
            context.defineModel(component, kind(kind, record, context));
            choices.add(Schemas.ref(component));
          });
      Schema<?> all = Schemas.oneOf(choices);
      all.setName(name);
      all.setDescription("A name, with that kind's defaults, or an object with `kind`.");
      context.defineModel(name, all);
    }
    return Schemas.ref(name);
  }

  private static Schema<?> kind(String kind, Class<?> type, ModelConverterContext context) {
    Schema<?> object = Schemas.of("object");
    Schema<?> word = Schemas.of("string");
    word.setConst(kind);
    object.addProperty("kind", word);
    for (RecordComponent component : type.getRecordComponents()) {
      object.addProperty(component.getName(), inside(component.getGenericType(), context));
    }
    object.addRequiredItem("kind");
    complete(object, type);
    return object;
  }

  /**
   * Adds what the record states: bounds, descriptions, defaults, and what may be null or absent.
   */
  private static void complete(Schema<?> model, Class<?> type) {
    Map<String, Object> defaults = RecordDefaults.of(type);
    boolean request = !defaults.isEmpty();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      Schema<?> property = model.getProperties().get(name);
      if (property == null) {
        continue;
      }
      Limit limit = component.getAnnotation(Limit.class);
      if (limit != null) {
        Schemas.limit(property, limit);
      }
      boolean nullable = Nullness.isNullable(component) && !isRequired(model, name);
      Schema<?> completed = nullable ? Schemas.nullable(property) : property;
      var description = component.getAccessor().getAnnotation(JsonPropertyDescription.class);
      if (description != null) {
        completed.setDescription(description.value());
      }
      if (defaults.containsKey(name)) {
        completed.setDefault(defaults.get(name));
      }
      model.getProperties().put(name, completed);
      if (!request && !nullable && !isLeftOut(component, type) && !isRequired(model, name)) {
        model.addRequiredItem(name);
      }
    }
  }

  private static boolean isRequired(Schema<?> model, String name) {
    return model.getRequired() != null && model.getRequired().contains(name);
  }

  private static boolean isLeftOut(RecordComponent component, Class<?> type) {
    return component.getAccessor().isAnnotationPresent(JsonInclude.class)
        || type.isAnnotationPresent(JsonInclude.class);
  }
}
