package io.layerscope.web.openapi;

import java.lang.reflect.RecordComponent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether a component may be null, as its type says. */
final class Nullness {

  private Nullness() {}

  /** Of an optional setting, null is a choice. */
  static boolean isNullable(RecordComponent component) {
    return component.getType() == Optional.class
        || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }
}
