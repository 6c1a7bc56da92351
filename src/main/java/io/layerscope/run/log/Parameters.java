package io.layerscope.run.log;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parameters of a statement, some of which may be null. */
public final class Parameters {

  private Parameters() {}

  public static List<@Nullable Object> of(@Nullable Object... values) {
    List<@Nullable Object> parameters = new ArrayList<>();
    for (Object value : values) {
      parameters.add(value);
    }
    return parameters;
  }
}
