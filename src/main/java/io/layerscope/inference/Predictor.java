package io.layerscope.inference;

import io.layerscope.model.Lease;
import io.layerscope.model.Scoring;

/** From encoded rows to predictions: what every protocol asks. */
public final class Predictor {

  private final Lease model;
  private final int dropoutSamples;

  public Predictor(Lease model) {
    this(model, 0);
  }

  /**
   * @param dropoutSamples how many passes with dropout on; 0: one pass, without
   */
  Predictor(Lease model, int dropoutSamples) {
    this.model = model;
    this.dropoutSamples = dropoutSamples;
  }

  /**
   * Predicts a chunk, in its order.
   *
   * @param encoded row-major [rows, inputs]
   * @param firstRow the chunk's place in the request
   */
  public Scored predict(float[] encoded, int rows, long firstRow) {
    Scoring scoring = model.scoring();
    if (dropoutSamples == 0) {
      return new Scored(model.classes(), scoring.probabilities(encoded, rows), rows, null);
    }
    DropoutSamples sampled =
        DropoutSamples.of(scoring, encoded, rows, dropoutSamples, model.classes().size(), firstRow);
    return new Scored(model.classes(), sampled.mean(), rows, sampled);
  }
}
