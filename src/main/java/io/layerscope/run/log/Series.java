package io.layerscope.run.log;

import io.layerscope.web.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The numbers of an epoch that make a curve. */
public enum Series {
  TRAIN_LOSS("trainLoss"),
  TRAIN_ACCURACY("trainAccuracy"),
  VALIDATION_LOSS("validationLoss"),
  VALIDATION_ACCURACY("validationAccuracy"),
  LEARNING_RATE("learningRate"),
  GRADIENT_NORM("gradientNorm"),
  SECONDS("seconds"),
  SAMPLES_PER_SECOND("samplesPerSecond");

  private final String json;

  Series(String json) {
    this.json = json;
  }

  /** The name that clients see. */
  public String json() {
    return json;
  }

  String column() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * Reads the query's list of names; all series when there is none.
   *
   * @throws Problem 400 for a name that is no series
   */
  public static List<Series> parse(@Nullable String names) {
    if (names == null || names.isBlank()) {
      return List.of(values());
    }
    List<Series> chosen = new ArrayList<>();
    for (String name : names.split(",")) {
      Series series =
          Arrays.stream(values())
              .filter(candidate -> candidate.json.equals(name.strip()))
              .findFirst()
              .orElseThrow(() -> unknown(name.strip()));
      if (!chosen.contains(series)) {
        chosen.add(series);
      }
    }
    return chosen;
  }

  private static Problem unknown(String name) {
    String known = Arrays.stream(values()).map(Series::json).collect(Collectors.joining(", "));
    return Problem.malformed(
        "unknown-series", "series", "There is no series " + name + "; there are " + known + ".");
  }
}
