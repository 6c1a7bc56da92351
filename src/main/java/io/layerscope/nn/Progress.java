package io.layerscope.nn;

/**
 * How far a training is.
 *
 * @param epoch epochs that have ended
 * @param stepInEpoch steps of the epoch that goes on
 * @param stepsPerEpoch steps of each epoch
 * @param totalSteps steps of all epochs so far
 */
public record Progress(int epoch, int stepInEpoch, int stepsPerEpoch, long totalSteps) {}
