package io.layerscope.run.diagnosis;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An illness of a run.
 *
 * @param layer from 1, the worst of them; null where it is the whole network's
 * @param layers all that have it, ascending; none where it is the whole network's
 * @param epoch since when, among the epochs that were looked at
 * @param message what is seen
 * @param advice what to try
 * @param evidence the numbers behind it, with the threshold that they crossed
 */
@Schema(name = "RunWarning")
record Warning(
    Illness kind,
    Severity severity,
    @Schema(description = "From 1, the worst of `layers`; null where it is the whole network's.")
        @Nullable Integer layer,
    @Schema(description = "All that have it, ascending.") List<Integer> layers,
    int epoch,
    String message,
    String advice,
    Map<String, @Nullable Double> evidence) {

  Warning {
    layers = List.copyOf(layers);
    evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
  }

  /** Of one layer, or of the whole network. */
  Warning(
      Illness kind,
      Severity severity,
      @Nullable Integer layer,
      int epoch,
      String message,
      String advice,
      Map<String, @Nullable Double> evidence) {
    this(
        kind,
        severity,
        layer,
        layer == null ? List.of() : List.of(layer),
        epoch,
        message,
        advice,
        evidence);
  }

  /** Numbers in a sentence, as English writes them. */
  static String text(String sentence, Object... numbers) {
    return String.format(Locale.ROOT, sentence, numbers);
  }

  /** Numbers by name, in the order given. */
  static Map<String, @Nullable Double> evidence(Object... namesAndNumbers) {
    Map<String, @Nullable Double> evidence = new LinkedHashMap<>();
    for (int i = 0; i < namesAndNumbers.length; i += 2) {
      double number = ((Number) namesAndNumbers[i + 1]).doubleValue();
      evidence.put((String) namesAndNumbers[i], Double.isFinite(number) ? number : null);
    }
    return evidence;
  }
}
