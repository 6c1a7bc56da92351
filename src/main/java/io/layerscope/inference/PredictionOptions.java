package io.layerscope.inference;

import io.layerscope.web.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What a prediction tells besides the label.
 *
 * @param topK how many classes have their probability told, the most probable first; null: all, in
 *     the model's order
 * @param dropoutSamples how many passes with dropout on; 0: one pass, without
 */
record PredictionOptions(@Nullable Integer topK, int dropoutSamples) {

  static final int MOST_DROPOUT_SAMPLES = 1000;

  /**
   * @param pointer what stands before a name where the request gave it: a slash in JSON
   * @throws Problem 422
   */
  static PredictionOptions of(
      @Nullable Integer topK, @Nullable Integer dropoutSamples, int classes, String pointer) {
    check(topK, 1, classes, pointer, "topK");
    check(dropoutSamples, 0, MOST_DROPOUT_SAMPLES, pointer, "dropoutSamples");
    return new PredictionOptions(topK, dropoutSamples == null ? 0 : dropoutSamples);
  }

  private static void check(
      @Nullable Integer value, int least, int most, String pointer, String name) {
    if (value != null && (value < least || value > most)) {
      throw Problem.unprocessable(
          "out-of-bounds",
          pointer + name,
          name + " must be at least " + least + " and at most " + most + ", but is " + value + ".");
    }
  }
}
