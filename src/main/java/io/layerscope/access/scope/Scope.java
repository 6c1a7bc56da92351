package io.layerscope.access.scope;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a caller may do. None contains another, but {@link #ADMIN} contains all. */
public enum Scope {
  /** To look at everything but keys and the audit log. */
  @JsonProperty("read")
  READ,
  /** To make, control and delete data sets, runs and models. */
  @JsonProperty("train")
  TRAIN,
  /** To ask models. */
  @JsonProperty("predict")
  PREDICT,
  /** Everything, and keys and the audit log. */
  @JsonProperty("admin")
  ADMIN;

  /** The name that clients see and the database stores. */
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The scopes among some names; others' names are passed over. */
  public static Set<Scope> known(Iterable<String> names) {
    Set<Scope> known = EnumSet.noneOf(Scope.class);
    for (String name : names) {
      for (Scope scope : values()) {
        if (scope.json().equals(name)) {
          known.add(scope);
        }
      }
    }
    return known;
  }
}
