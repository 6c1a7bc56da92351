package io.layerscope.model.report;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** How much a model's figures suffer when a column's values are shuffled (Breiman 2001). */
record Importance(
    @Schema(example = "iris") String model,
    @Schema(example = "1") int version,
    @Schema(example = "iris") String dataset,
    @Schema(description = "How many rows were used.", example = "150") int rows,
    @Schema(description = "How often each column was shuffled.", example = "5") int repeats,
    @Schema(description = "With no column shuffled.") Figures baseline,
    @Schema(description = "In the order of the model's inputs.") List<ColumnImportance> columns) {

  /** What is looked at. */
  @Schema(name = "ImportanceFigures")
  record Figures(double accuracy, double loss) {}

  /** By how much the figures get worse, over the repeats. */
  record ColumnImportance(
      @Schema(example = "petal_length") String name, Change accuracy, Change loss) {}

  /** A fall of the accuracy, or a rise of the loss. */
  record Change(double mean, double standardDeviation) {

    static Change of(double[] changes) {
      double mean = 0;
      for (double change : changes) {
        mean += change / changes.length;
      }
      double squares = 0;
      for (double change : changes) {
        squares += (change - mean) * (change - mean) / changes.length;
      }
      return new Change(mean, Math.sqrt(squares));
    }
  }
}
