package io.layerscope.run.diagnosis;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An illness of a run.
 *
 * @param layer from 1; null where it is the whole network's
 * @param epoch since when, among the epochs that were looked at
 * @param message what is seen
 * @param advice what to try
 * @param evidence the numbers behind it, with the threshold that they crossed
 */
@Schema(name = "RunWarning")
record Warning(
    Illness kind,
    Severity severity,
    @Nullable Integer layer,
    int epoch,
    String message,
    String advice,
    Map<String, @Nullable Double> evidence) {

  Warning {
    evidence = Collections.unmodifiableMap(new LinkedHashMap<>(evidence));
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
