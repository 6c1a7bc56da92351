package io.layerscope.nn.layer;

/**
 * How a forward pass treats normalization and dropout.
 *
 * @param batchMoments whether the batch's own moments normalize, and not the running ones
 * @param updateRunning whether the running moments learn from the batch
 * @param dropout whether units are dropped
 */
public record Mode(boolean batchMoments, boolean updateRunning, boolean dropout) {

  /** A training step. */
  public static final Mode TRAINING = new Mode(true, true, true);

  /** As a training step, without leaving a trace. */
  public static final Mode PROBE = new Mode(true, false, true);

  /** A prediction. */
  public static final Mode INFERENCE = new Mode(false, false, false);

  /** A prediction with dropout on (Gal and Ghahramani 2016). */
  public static final Mode UNCERTAINTY = new Mode(false, false, true);
}
