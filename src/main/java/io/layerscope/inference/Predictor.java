package io.layerscope.inference;

import io.layerscope.model.Lease;
import io.layerscope.model.Scoring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From encoded rows to predictions. */
final class Predictor {

  private final Scoring scoring;
  private final List<String> classes;
  private final PredictionOptions options;

  Predictor(Lease model, PredictionOptions options) {
    this.scoring = model.scoring();
    this.classes = model.classes();
    this.options = options;
  }

  /**
   * Predicts a chunk, in its order.
   *
   * @param encoded row-major [rows, inputs]
   * @param firstRow the chunk's place in the request
   */
  List<Prediction> predict(float[] encoded, int rows, long firstRow) {
    DropoutSamples sampled =
        options.dropoutSamples() == 0
            ? null
            : DropoutSamples.of(
                scoring, encoded, rows, options.dropoutSamples(), classes.size(), firstRow);
    float[] probabilities = sampled == null ? scoring.probabilities(encoded, rows) : sampled.mean();
    List<Prediction> predictions = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      predictions.add(prediction(probabilities, row, sampled));
    }
    return predictions;
  }

  private Prediction prediction(float[] all, int row, @Nullable DropoutSamples sampled) {
    int offset = row * classes.size();
    int[] told = told(all, offset);
    Map<String, Float> probabilities = LinkedHashMap.newLinkedHashMap(told.length);
    int best = told[0];
    for (int k : told) {
      probabilities.put(classes.get(k), all[offset + k]);
      best = all[offset + k] > all[offset + best] ? k : best;
    }
    return new Prediction(
        classes.get(best),
        all[offset + best],
        probabilities,
        sampled == null ? null : uncertainty(sampled, row, told));
  }

  private Uncertainty uncertainty(DropoutSamples sampled, int row, int[] told) {
    Map<String, Double> deviations = LinkedHashMap.newLinkedHashMap(told.length);
    for (int k : told) {
      deviations.put(classes.get(k), sampled.deviation(row, k));
    }
    return new Uncertainty(
        options.dropoutSamples(), deviations, sampled.entropy(row), sampled.mutualInformation(row));
  }

  /** The classes whose probability is told; of equal ones the first comes first. */
  private int[] told(float[] all, int offset) {
    int count = options.topK() == null ? classes.size() : options.topK();
    int[] told = new int[classes.size()];
    for (int k = 0; k < told.length; k++) {
      told[k] = k;
      for (int i = k; options.topK() != null && i > 0; i--) {
        if (!(all[offset + told[i]] > all[offset + told[i - 1]])) {
          break;
        }
        int swapped = told[i];
        told[i] = told[i - 1];
        told[i - 1] = swapped;
      }
    }
    return Arrays.copyOf(told, count);
  }
}
