package io.layerscope.nn.statistics;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The percentiles that are reported: those of the papers (15, 50, 85 of Ioffe and Szegedy; 2 and 98
 * of Glorot and Bengio) and those that are whole and half deviations of a Gaussian. Linear
 * interpolation, as numpy's default.
 */
final class Percentiles {

  static final List<String> KEYS =
      List.of(
          "0", "2", "6.68", "15", "15.87", "30.85", "50", "69.15", "84.13", "85", "93.32", "98",
          "100");

  private static final double[] FRACTIONS =
      KEYS.stream().mapToDouble(key -> Double.parseDouble(key) / 100).toArray();

  private Percentiles() {}

  /** By key, of the first {@code length} values, all of them finite. */
  static Map<String, @Nullable Double> of(float[] values, int length, Scratch scratch) {
    int[] ranks = new int[2 * FRACTIONS.length];
    double[] weights = new double[FRACTIONS.length];
    for (int i = 0; i < FRACTIONS.length; i++) {
      double position = FRACTIONS[i] * (length - 1);
      ranks[2 * i] = (int) position;
      ranks[2 * i + 1] = Math.min(ranks[2 * i] + 1, length - 1);
      weights[i] = position - ranks[2 * i];
    }
    int[] ascending = ranks.clone();
    Arrays.sort(ascending);
    float[] found = OrderStatistics.at(values, length, ascending, scratch);
    Map<String, @Nullable Double> percentiles = new LinkedHashMap<>();
    for (int i = 0; i < FRACTIONS.length; i++) {
      double low = found[Arrays.binarySearch(ascending, ranks[2 * i])];
      double high = found[Arrays.binarySearch(ascending, ranks[2 * i + 1])];
      percentiles.put(KEYS.get(i), low + weights[i] * (high - low));
    }
    return Collections.unmodifiableMap(percentiles);
  }

  /** Every key with null: what is said of values that are not all finite. */
  static Map<String, @Nullable Double> unknown() {
    Map<String, @Nullable Double> percentiles = new LinkedHashMap<>();
    KEYS.forEach(key -> percentiles.put(key, null));
    return Collections.unmodifiableMap(percentiles);
  }
}
