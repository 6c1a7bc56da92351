package io.layerscope.run.state;

import org.jspecify.annotations.Nullable;

/**
 * One worker's turn at a run.
 *
 * @param number counts the run's attempts from 1; every write names it
 * @param checkpoint the file to go on from; null to begin
 */
public record Attempt(String run, int number, RunRequest request, @Nullable String checkpoint) {}
