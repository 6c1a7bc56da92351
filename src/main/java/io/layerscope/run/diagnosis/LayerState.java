package io.layerscope.run.diagnosis;

import tools.jackson.databind.JsonNode;

/**
 * What the rules look at of a layer's statistics. Not a number where there is none.
 *
 * @param signal the root mean square of the pre-activations
 * @param gradient of the derivative by the pre-activations
 * @param dead the part of the units whose activation is 0 in every row
 * @param saturated the part of the activations whose derivative is nearly 0
 * @param updateRatio log10 of mean |update| / mean |weight| of the last step
 * @param finite whether signal and gradient were
 */
record LayerState(
    double signal,
    double gradient,
    double dead,
    double saturated,
    double updateRatio,
    boolean finite) {

  static LayerState of(JsonNode layer) {
    return new LayerState(
        number(layer.at("/preActivation/rms")),
        number(layer.at("/gradient/preActivation/rms")),
        number(layer.get("deadUnits")) / number(layer.get("width")),
        number(layer.get("saturatedFraction")),
        number(layer.get("updateRatio")),
        layer.at("/preActivation/finite").asBoolean(true)
            && layer.at("/gradient/preActivation/finite").asBoolean(true));
  }

  private static double number(JsonNode node) {
    return node != null && node.isNumber() ? node.asDouble() : Double.NaN;
  }
}
