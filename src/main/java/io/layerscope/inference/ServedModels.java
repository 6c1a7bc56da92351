package io.layerscope.inference;

import io.layerscope.model.Lease;
import io.layerscope.model.LoadedModels;
import io.layerscope.model.VersionChoice;
import io.layerscope.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The models as other protocols name them: versions are texts there. */
@Component
public class ServedModels {

  private static final int MOST_DIGITS = 9;

  private final LoadedModels loaded;

  ServedModels(LoadedModels loaded) {
    this.loaded = loaded;
  }

  /**
   * Takes a model for use.
   *
   * @param version a number or an alias; null for the latest
   * @throws Problem 404 when there is none, 503 when it cannot be served
   */
  public Lease lease(String name, @Nullable String version) {
    return loaded.lease(name, choice(name, version));
  }

  /** The choice that a version's text makes. */
  public static VersionChoice choice(String name, @Nullable String version) {
    if (version == null) {
      return VersionChoice.of(null, null);
    }
    boolean number = !version.isEmpty() && version.chars().allMatch(c -> c >= '0' && c <= '9');
    if (number && version.length() > MOST_DIGITS) {
      throw Problem.notFound(
          "unknown-version", "The model " + name + " has no version " + version + ".");
    }
    return number
        ? VersionChoice.of(Integer.valueOf(version), null)
        : VersionChoice.of(null, version);
  }
}
