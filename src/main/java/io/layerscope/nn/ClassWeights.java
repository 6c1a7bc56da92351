package io.layerscope.nn;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.layerscope.nn.bounds.NotUnderstood;
import io.layerscope.nn.bounds.OutOfBounds;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much each class counts in the loss.
 *
 * @param weights by class label; a class that is not named counts 1. Empty means balanced: rows /
 *     (classes x rows of the class), over the training rows
 */
public record ClassWeights(Map<String, Double> weights) {

  private static final double GREATEST = 1e6;

  public ClassWeights {
    // In the given order, which a copy of Map's own would change from process to process.
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }

  /** Reads {@code "balanced"} or an object of weights by label. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static ClassWeights of(Object value) {
    if ("balanced".equals(value)) {
      return new ClassWeights(Map.of());
    }
    if (!(value instanceof Map<?, ?> given) || given.isEmpty()) {
      throw new NotUnderstood("must be \"balanced\" or an object of weights by class");
    }
    Map<String, Double> weights = new LinkedHashMap<>();
    given.forEach((label, weight) -> weights.put(String.valueOf(label), weight(label, weight)));
    return new ClassWeights(weights);
  }

  private static double weight(Object label, Object weight) {
    if (!(weight instanceof Number number)) {
      throw new NotUnderstood("must have a number for " + label);
    }
    double value = number.doubleValue();
    if (!(value >= 0 && value <= GREATEST)) {
      throw new OutOfBounds(
          pointer(String.valueOf(label)),
          "must be at least 0 and at most 1000000, but is " + value);
    }
    return value;
  }

  private static String pointer(String label) {
    return label.replace("~", "~0").replace("/", "~1");
  }

  /** {@code "balanced"}, or the weights. */
  @JsonValue
  public Object json() {
    return weights.isEmpty() ? "balanced" : weights;
  }

  /**
   * One weight for each class.
   *
   * @param rows how many training rows each class has
   * @throws OutOfBounds for a label that is no class, or when all weights are 0
   */
  float[] resolve(List<String> classes, int[] rows) {
    for (String label : weights.keySet()) {
      if (!classes.contains(label)) {
        throw new OutOfBounds(pointer(label), "must be a class of the data set");
      }
    }
    int total = 0;
    for (int count : rows) {
      total += count;
    }
    float[] resolved = new float[classes.size()];
    double sum = 0;
    for (int c = 0; c < resolved.length; c++) {
      double balanced = (double) total / ((double) resolved.length * Math.max(1, rows[c]));
      resolved[c] =
          (float) (weights.isEmpty() ? balanced : weights.getOrDefault(classes.get(c), 1.0));
      sum += resolved[c];
    }
    if (sum == 0) {
      throw new OutOfBounds("", "must not all be 0");
    }
    return resolved;
  }
}
