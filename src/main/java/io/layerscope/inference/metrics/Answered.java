package io.layerscope.inference.metrics;

/**
 * What a version of a model has answered, in numbers that only grow while it is among those that
 * are counted.
 *
 * @param lastMillis when the last answer was given, in milliseconds since 1970; 0 for never
 * @param rows predicted
 * @param passes through the network: a request of many rows takes several
 * @param successes requests
 * @param successNanos that they took together, reading and writing included
 * @param failures requests that were refused, or failed
 * @param failureNanos that those took together
 * @param inputNanos of answered requests, before the first pass
 * @param networkNanos of answered requests, inside the passes
 */
public record Answered(
    long lastMillis,
    long rows,
    long passes,
    long successes,
    long successNanos,
    long failures,
    long failureNanos,
    long inputNanos,
    long networkNanos) {

  static final Answered NOTHING = new Answered(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
