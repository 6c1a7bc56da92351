package io.layerscope.inference.tensorflow;

import io.layerscope.inference.ServedModels;
import io.layerscope.model.Lease;
import io.layerscope.model.VersionChoice;
import io.layerscope.web.Problem;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Models as TensorFlow Serving names them, and says that there is none. */
@Component
class Servables {

  private final ServedModels served;

  Servables(ServedModels served) {
    this.served = served;
  }

  /**
   * Takes a model for use.
   *
   * @param version a number; null when a label or nothing chooses
   * @param label an alias
   * @throws Problem 404 for a model or a number, 400 for a label that there is not
   */
  Lease lease(String name, @Nullable String version, @Nullable String label) {
    choice(name, version);
    try {
      return served.lease(name, version == null ? label : version);
    } catch (Problem problem) {
      throw problem.status() == HttpStatus.NOT_FOUND
          ? missing(name, version, label, problem)
          : problem;
    }
  }

  /** What a version's text chooses. */
  static VersionChoice choice(String name, @Nullable String version) {
    if (version != null && !version.matches("[0-9]+")) {
      throw Problem.malformed(
          "malformed-version", "version", "A version is a number, but here is " + version + ".");
    }
    return ServedModels.choice(name, version);
  }

  private static Problem missing(
      String name, @Nullable String version, @Nullable String label, Problem problem) {
    if (version != null) {
      return notFound("Specific(" + name + ", " + version + ")");
    }
    return label == null || problem.code().equals("unknown-model")
        ? notFound("Latest(" + name + ")")
        : Problem.malformed("unknown-label", "", "Unrecognized servable version label: " + label);
  }

  private static Problem notFound(String request) {
    return Problem.notFound("unknown-servable", "Servable not found for request: " + request);
  }
}
