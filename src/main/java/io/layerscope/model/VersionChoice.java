package io.layerscope.model;

import io.layerscope.web.FieldError;
import io.layerscope.web.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * Which version of a model a call asks for: one by number, or the one under an alias.
 *
 * @param version counted from 1; null when an alias chooses
 * @param alias null when the number chooses
 */
public record VersionChoice(@Nullable Integer version, @Nullable String alias) {

  /** The alias that a registration moves unless it names another. */
  public static final String LATEST = "latest";

  /**
   * Reads the query's parameters; without any, the choice is {@link #LATEST}.
   *
   * @throws Problem 400 when both are given
   */
  public static VersionChoice of(@Nullable Integer version, @Nullable String alias) {
    if (version != null && alias != null) {
      throw new Problem(
          HttpStatus.BAD_REQUEST,
          "version-and-alias",
          "Give version or alias, not both.",
          List.of(
              new FieldError("version", "must not be given with alias"),
              new FieldError("alias", "must not be given with version")));
    }
    return new VersionChoice(version, version == null && alias == null ? LATEST : alias);
  }
}
