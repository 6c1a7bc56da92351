package io.layerscope.nn;

/**
 * Where a training is, beside its tensors: with them, all that decides the rest.
 *
 * @param begun whether the report of epoch 0 has been given
 * @param epoch epochs that have ended
 * @param step steps of the epoch that goes on
 * @param totalSteps steps of all epochs
 * @param lossSum of the epoch's batches
 * @param correct rows of the epoch whose class was predicted
 * @param normSum of the epoch's gradient norms
 * @param watch early stopping and plateaus
 */
public record Position(
    boolean begun,
    int epoch,
    int step,
    long totalSteps,
    double lossSum,
    long correct,
    double normSum,
    Watch watch) {

  static final Position START = new Position(false, 0, 0, 0, 0, 0, 0, Watch.START);
}
