package io.layerscope.inference;

import io.layerscope.inference.metrics.Asked;
import io.layerscope.model.Lease;
import io.layerscope.model.Scoring;

/** From encoded rows to predictions: what every protocol asks. */
public final class Predictor {

  private final Lease model;
  private final int dropoutSamples;
  private final Asked asked;

  public Predictor(Lease model, Asked asked) {
    this(model, asked, 0);
  }

  /**
   * @param dropoutSamples how many passes with dropout on; 0: one pass, without
   */
  Predictor(Lease model, Asked asked, int dropoutSamples) {
    this.model = model;
    this.asked = asked;
    this.dropoutSamples = dropoutSamples;
  }

  /**
   * Predicts a chunk, in its order.
   *
   * @param encoded row-major [rows, inputs]
   * @param firstRow the chunk's place in the request
   */
  public Scored predict(float[] encoded, int rows, long firstRow) {
    long from = System.nanoTime();
    Scored scored = scored(encoded, rows, firstRow);
    asked.predicted(rows, from);
    return scored;
  }

  private Scored scored(float[] encoded, int rows, long firstRow) {
    Scoring scoring = model.scoring();
    if (dropoutSamples == 0) {
      return new Scored(model.classes(), scoring.probabilities(encoded, rows), rows, null);
    }
    DropoutSamples sampled =
        DropoutSamples.of(scoring, encoded, rows, dropoutSamples, model.classes().size(), firstRow);
    return new Scored(model.classes(), sampled.mean(), rows, sampled);
  }
}
