package io.layerscope.inference.tensorflow;

import io.layerscope.web.Problem;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which outputs a prediction tells: one, whose name is then left out, or several by name. */
enum Signature {
  SERVING_DEFAULT("serving_default", List.of("probabilities")),
  ALL_OUTPUTS("all_outputs", List.of("probabilities", "class_index", "label"));

  private final String signatureName;
  private final List<String> outputs;

  Signature(String signatureName, List<String> outputs) {
    this.signatureName = signatureName;
    this.outputs = outputs;
  }

  String signatureName() {
    return signatureName;
  }

  List<String> outputs() {
    return outputs;
  }

  /**
   * The signature of a name; none or an empty one is the default.
   *
   * @throws Problem 400 when there is none
   */
  static Signature of(@Nullable String name) {
    if (name == null || name.isEmpty()) {
      return SERVING_DEFAULT;
    }
    return Arrays.stream(values())
        .filter(signature -> signature.signatureName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.malformed(
                    "unknown-signature",
                    "/signature_name",
                    "Serving signature name: \"" + name + "\" not found in signature def"));
  }
}
