package io.layerscope.laboratory.normalization;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.nn.bounds.OutOfBounds;
import io.layerscope.nn.theory.normalization.Batch;
import io.layerscope.nn.theory.normalization.Normalization;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A batch to normalize.
 *
 * @param y Y [B, M]
 * @param gamma [M], ones by default
 * @param beta [M], zeros by default
 * @param upstream the derivative by the output [B, M], or by its ReLU; without it there are no
 *     gradients
 */
@SuppressWarnings("ArrayRecordComponent")
record NormalizationRequest(
    @JsonPropertyDescription("Each column by itself, or groups of columns; default batch.")
        NormalizationKind kind,
    @Schema(
            description =
                "The batch: rows of equal length, 2 to 4096 rows, at most 128 columns and 100,000"
                    + " values.",
            requiredMode = Schema.RequiredMode.REQUIRED)
        @Limit(min = -NormalizationRequest.GREATEST, max = NormalizationRequest.GREATEST)
        double[][] y,
    @JsonPropertyDescription("Multiplies each normalized column; default ones.")
        @Limit(min = -NormalizationRequest.GREATEST, max = NormalizationRequest.GREATEST)
        double @Nullable [] gamma,
    @JsonPropertyDescription("Is added to each column; default zeros.")
        @Limit(min = -NormalizationRequest.GREATEST, max = NormalizationRequest.GREATEST)
        double @Nullable [] beta,
    @JsonPropertyDescription("Added to the variances; 0 where none is 0; default 1e-5.")
        @Limit(min = 0, max = 1)
        Double epsilon,
    @JsonPropertyDescription(
            "Columns that are whitened together, fewer than rows; default all columns.")
        @Limit(min = 1, max = 128)
        @Nullable Integer groupSize,
    @JsonPropertyDescription(
            "The loss's derivative by each value of the output, or of its ReLU; without it there"
                + " are no gradients.")
        @Limit(min = -NormalizationRequest.GREATEST, max = NormalizationRequest.GREATEST)
        double @Nullable [][] upstream,
    @JsonPropertyDescription("Whether a ReLU follows, and upstream is by its output.")
        Boolean relu) {

  static final double GREATEST = 1e9;

  private static final int MOST_ROWS = 4096;
  private static final int MOST_UNITS = 128;
  private static final int MOST_VALUES = 100_000;

  NormalizationRequest(
      @Nullable NormalizationKind kind,
      double @Nullable [][] y,
      double @Nullable [] gamma,
      double @Nullable [] beta,
      @Nullable Double epsilon,
      @Nullable Integer groupSize,
      double @Nullable [][] upstream,
      @Nullable Boolean relu) {
    if (y == null) {
      throw new OutOfBounds("y", "must be given");
    }
    requireShape(y);
    this.kind = kind == null ? NormalizationKind.BATCH : kind;
    this.y = y;
    this.gamma = gamma;
    this.beta = beta;
    this.epsilon = epsilon == null ? 1e-5 : epsilon;
    this.groupSize = groupSize;
    this.upstream = upstream;
    this.relu = relu != null && relu;
    Bounds.check(NormalizationRequest.class, "epsilon", this.epsilon);
    Bounds.check(NormalizationRequest.class, "groupSize", groupSize);
    int units = y[0].length;
    if (gamma != null) {
      requireRow("gamma", gamma, units);
    }
    if (beta != null) {
      requireRow("beta", beta, units);
    }
    if (upstream != null) {
      requireRows("upstream", upstream, y.length, units);
    }
    if (this.kind == NormalizationKind.WHITENING && y.length <= group(units)) {
      throw new OutOfBounds(
          "groupSize",
          "must be less than the number of rows, "
              + y.length
              + ", since their covariance has no more directions, but is "
              + group(units));
    }
  }

  private static void requireShape(double[][] y) {
    if (y.length < 2 || y.length > MOST_ROWS) {
      throw new OutOfBounds("y", "must have 2 to " + MOST_ROWS + " rows, but has " + y.length);
    }
    int units = y[0] == null ? 0 : y[0].length;
    if (units < 1 || units > MOST_UNITS) {
      throw new OutOfBounds("y/0", "must have 1 to " + MOST_UNITS + " columns, but has " + units);
    }
    if (y.length * units > MOST_VALUES) {
      throw new OutOfBounds(
          "y", "must have at most " + MOST_VALUES + " values, but has " + y.length * units);
    }
    requireRows("y", y, y.length, units);
  }

  private static void requireRows(String field, double[][] rows, int count, int units) {
    if (rows.length != count) {
      throw new OutOfBounds(field, "must have " + count + " rows as y, but has " + rows.length);
    }
    for (int row = 0; row < count; row++) {
      requireRow(field + "/" + row, rows[row], units);
    }
  }

  private static void requireRow(String field, double @Nullable [] row, int units) {
    int length = row == null ? 0 : row.length;
    if (row == null || length != units) {
      throw new OutOfBounds(
          field, "must have " + units + " values as the first row of y, but has " + length);
    }
    for (int unit = 0; unit < units; unit++) {
      if (!(Math.abs(row[unit]) <= GREATEST)) {
        throw new OutOfBounds(field + "/" + unit, "must be at least -1e9 and at most 1e9");
      }
    }
  }

  int rows() {
    return y.length;
  }

  int units() {
    return y[0].length;
  }

  Batch batch() {
    return Batch.of(y);
  }

  /** The columns of a group. */
  int group() {
    return group(units());
  }

  private int group(int units) {
    return groupSize == null ? units : Math.min(groupSize, units);
  }

  Normalization normalization() {
    return kind == NormalizationKind.BATCH
        ? new Normalization.PerUnit(epsilon)
        : new Normalization.Whitened(epsilon, group());
  }
}
