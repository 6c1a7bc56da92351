package io.layerscope.web.openapi;

import io.layerscope.web.json.JsonSetup;
import io.layerscope.web.json.Kinds;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a record fills in where nothing is given: found by making one of nothing, so that a default
 * is stated once, in the record's constructor.
 */
final class RecordDefaults {

  /** What follows another setting where it is left out, so that no one value is its default. */
  private static final Set<String> FOLLOWING = Set.of("depth");

  private static final JsonMapper JSON = JsonSetup.mapper();

  private RecordDefaults() {}

  /**
   * The values of a record that is made of nothing but what it requires.
   *
   * @return by component; empty where the record cannot be made so
   */
  static Map<String, Object> of(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] nothing = new @Nullable Object[components.length];
    Object made = make(type, nothing);
    if (made != null) {
      return values(made, nothing);
    }
    Map<String, Object> agreed = required(type, 0);
    // What depends on the value of something required is no default.
    for (int choice = 1; choice < choices(type); choice++) {
      agreed.entrySet().retainAll(required(type, choice).entrySet());
    }
    return agreed;
  }

  private static Map<String, Object> required(Class<?> type, int choice) {
    RecordComponent[] components = type.getRecordComponents();
    @Nullable Object[] arguments = new @Nullable Object[components.length];
    for (int i = 0; i < components.length; i++) {
      if (!Nullness.isNullable(components[i])) {
        arguments[i] = stand(components[i], choice);
      }
    }
    Object made = make(type, arguments);
    return made == null ? new LinkedHashMap<>() : values(made, arguments);
  }

  private static int choices(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> component.getType().isEnum())
        .mapToInt(component -> component.getType().getEnumConstants().length)
        .max()
        .orElse(1);
  }

  private static Map<String, Object> values(Object made, @Nullable Object[] given) {
    RecordComponent[] components = made.getClass().getRecordComponents();
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < components.length; i++) {
      Object value = given[i] == null ? read(components[i], made) : null;
      if (value != null && !isNested(value) && !FOLLOWING.contains(components[i].getName())) {
        values.put(components[i].getName(), JSON.convertValue(value, Object.class));
      }
    }
    return values;
  }

  /** A record states the defaults of its own components; a kind has to be named. */
  private static boolean isNested(Object value) {
    return value instanceof Record
        && Arrays.stream(value.getClass().getInterfaces())
            .allMatch(type -> Kinds.of(type).isEmpty())
        && JSON.valueToTree(value).isObject();
  }

  private static @Nullable Object make(Class<?> type, @Nullable Object[] arguments) {
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException | IllegalArgumentException e) {
      return null; // it refuses nothing as a value: it has no defaults
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static @Nullable Object read(RecordComponent component, Object made) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(made);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Something in the place of what is required. */
  private static @Nullable Object stand(RecordComponent component, int choice) {
    Class<?> type = component.getType();
    if (type == String.class) {
      return "x";
    }
    if (component.getGenericType().getTypeName().equals("java.util.List<java.lang.Integer>")) {
      return List.of(1, 1);
    }
    if (type == double[][].class) {
      return new double[][] {{1}, {2}};
    }
    if (!type.isEnum()) {
      return null;
    }
    Object[] constants = type.getEnumConstants();
    return constants[choice % constants.length];
  }
}
