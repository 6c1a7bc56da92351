package io.layerscope.web.json;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names of a sealed type's records, as the annotations on it state them. */
public final class Kinds {

  private Kinds() {}

  /**
   * The kinds in the order of their statement.
   *
   * @param type an interface with {@link JsonSubTypes}
   */
  public static Map<String, Class<?>> of(Class<?> type) {
    Map<String, Class<?>> kinds = new LinkedHashMap<>();
    JsonSubTypes stated = type.getAnnotation(JsonSubTypes.class);
    if (stated != null) {
      for (JsonSubTypes.Type kind : stated.value()) {
        kinds.put(kind.name(), kind.value());
      }
    }
    return kinds;
  }
}
