package io.layerscope.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.layerscope.nn.bounds.Bounds;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.nn.bounds.OutOfBounds;
import org.jspecify.annotations.Nullable;

/**
 * How rows are divided into training, validation and test rows.
 *
 * @param validationFraction of all rows; 0.15 by default
 * @param testFraction of all rows; 0.15 by default
 * @param stratified whether each part has the classes in the proportions of the whole
 * @param seed decides the rows; 0 by default
 * @param validationDataset a data set whose rows are the validation rows, in place of a fraction
 * @param testDataset a data set whose rows are the test rows, in place of a fraction
 */
public record SplitSpec(
    @JsonPropertyDescription("Share of all rows; default 0.15.")
        @Limit(min = 0, max = 1, maxExclusive = true)
        Double validationFraction,
    @JsonPropertyDescription("Share of all rows; default 0.15.")
        @Limit(min = 0, max = 1, maxExclusive = true)
        Double testFraction,
    @JsonPropertyDescription(
            "Whether each part has the classes in the proportions of the whole; default true.")
        Boolean stratified,
    @JsonPropertyDescription("Decides the rows, apart from the training seed; default 0.")
        Long seed,
    @JsonPropertyDescription(
            "A data set whose rows are the validation rows, in place of a fraction.")
        @Nullable String validationDataset,
    @JsonPropertyDescription("A data set whose rows are the test rows, in place of a fraction.")
        @Nullable String testDataset) {

  private static final double FRACTION = 0.15;

  public SplitSpec(
      @Nullable Double validationFraction,
      @Nullable Double testFraction,
      @Nullable Boolean stratified,
      @Nullable Long seed,
      @Nullable String validationDataset,
      @Nullable String testDataset) {
    Bounds.check(SplitSpec.class, "validationFraction", validationFraction);
    Bounds.check(SplitSpec.class, "testFraction", testFraction);
    this.validationFraction = fraction("validationFraction", validationFraction, validationDataset);
    this.testFraction = fraction("testFraction", testFraction, testDataset);
    this.stratified = stratified == null || stratified;
    this.seed = seed == null ? 0L : seed;
    this.validationDataset = validationDataset;
    this.testDataset = testDataset;
    if (this.validationFraction + this.testFraction >= 1) {
      throw new OutOfBounds(
          "testFraction",
          "must leave rows to train on: with validationFraction it makes "
              + (this.validationFraction + this.testFraction));
    }
  }

  /** 15 % for validation and for test, stratified, seed 0. */
  public static SplitSpec defaults() {
    return new SplitSpec(null, null, null, null, null, null);
  }

  private static double fraction(
      String field, @Nullable Double fraction, @Nullable String otherDataset) {
    if (otherDataset == null) {
      return fraction == null ? FRACTION : fraction;
    }
    if (fraction != null && fraction > 0) {
      throw new OutOfBounds(field, "must be 0 where a data set gives the rows");
    }
    return 0;
  }
}
