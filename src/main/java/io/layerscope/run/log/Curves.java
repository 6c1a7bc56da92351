package io.layerscope.run.log;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The curves of a run.
 *
 * @param epochs counted from 1
 * @param series by name, one value per epoch
 */
public record Curves(
    @Schema(description = "The epochs, counted from 1.", example = "[1, 2, 3]")
        List<Integer> epochs,
    @Schema(
            description =
                "trainLoss (mean of the epoch's batch losses, dropout on), trainAccuracy,"
                    + " validationLoss, validationAccuracy, learningRate, gradientNorm, seconds"
                    + " (that the epoch took), samplesPerSecond; one number or null per epoch.",
            example = "{\"trainLoss\": [1.02, 0.84, 0.71]}")
        Map<String, List<@Nullable Double>> series) {

  /** A header line, then a line per epoch; nothing between two commas is a missing number. */
  public String csv() {
    StringBuilder csv = new StringBuilder("epoch");
    series.keySet().forEach(name -> csv.append(',').append(name));
    csv.append('\n');
    List<List<@Nullable Double>> columns = new ArrayList<>(series.values());
    for (int i = 0; i < epochs.size(); i++) {
      int row = i;
      csv.append(epochs.get(i)).append(',');
      csv.append(
          columns.stream().map(column -> text(column.get(row))).collect(Collectors.joining(",")));
      csv.append('\n');
    }
    return csv.toString();
  }

  private static String text(@Nullable Double number) {
    return number == null ? "" : number.toString();
  }
}
