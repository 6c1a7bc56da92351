package io.layerscope.dataset;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.ColumnKind;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How one column becomes inputs, with all that was fitted on the training rows.
 *
 * <p>Numbers: one input, (x - shift) / scale, or x > shift where it is binarized; a missing x is
 * {@code fill}. Categories: one input each, 1 at the row's category; a category that training has
 * not seen gives zeros; a missing one gives 1 at an input of its own, after the others, where
 * training has seen one, else zeros.
 *
 * @param categories how many categories have an input
 * @param missingInput whether a missing category has one
 */
public record Encoding(
    ColumnKind kind,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Double fill,
    double shift,
    double scale,
    boolean binarized,
    int categories,
    boolean missingInput) {

  /** Fits a column on rows. */
  static Encoding fit(Column column, int[] rows, PreprocessingSpec spec) {
    return column.kind() == ColumnKind.NUMERIC
        ? fitNumber(column, rows, spec)
        : new Encoding(
            ColumnKind.CATEGORICAL,
            null,
            0,
            1,
            false,
            Categories.seen(column, rows).size(),
            Arrays.stream(rows).anyMatch(column::isMissing));
  }

  private static Encoding fitNumber(Column column, int[] rows, PreprocessingSpec spec) {
    double[] sorted = SortedNumbers.of(column, rows);
    // A column without a number in the training rows is constant: it tells nothing and stays so.
    Moments moments = Moments.of(sorted.length == 0 ? new double[] {0} : sorted);
    double fill =
        switch (spec.missing()) {
          case MEAN -> moments.mean();
          case MEDIAN -> moments.quantile(0.5);
          case MOST_FREQUENT -> moments.mostFrequent();
        };
    double range = moments.max() - moments.min();
    return switch (spec.scaling()) {
      case STANDARDIZE -> number(fill, moments.mean(), orOne(moments.standardDeviation()), false);
      case MIN_MAX -> number(fill, moments.min(), orOne(range), false);
      case DIVIDE_BY_255 -> number(fill, 0, 255, false);
      case BINARIZE -> number(fill, moments.min() + range / 2, 1, true);
      case NONE -> number(fill, 0, 1, false);
    };
  }

  private static Encoding number(double fill, double shift, double scale, boolean binarized) {
    return new Encoding(ColumnKind.NUMERIC, fill, shift, scale, binarized, 0, false);
  }

  /** What never varies is not divided by its deviation, 0. */
  private static double orOne(double scale) {
    return scale > 0 && Double.isFinite(scale) ? scale : 1;
  }

  /** How many inputs the column becomes. */
  @JsonIgnore
  public int width() {
    return kind == ColumnKind.NUMERIC ? 1 : categories + (missingInput ? 1 : 0);
  }

  /** Writes a number, NaN where it is missing. */
  public float encode(double number) {
    double x = Double.isNaN(number) && fill != null ? fill : number;
    if (binarized) {
      return x > shift ? 1 : 0;
    }
    return (float) ((x - shift) / scale);
  }

  /**
   * Where among the column's inputs the 1 stands; -1: nowhere.
   *
   * @param category an index into the categories with an input; -1: unknown
   */
  public int hot(int category, boolean missing) {
    if (missing) {
      return missingInput ? categories : -1;
    }
    return category;
  }
}
