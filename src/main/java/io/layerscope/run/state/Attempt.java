package io.layerscope.run.state;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One worker's turn at a run.
 *
 * @param number counts the run's attempts from 1; every write names it
 * @param checkpoints the files to go on from, the latest first; none to begin
 * @param createdBy who submitted the run; null where nobody had to sign in
 */
public record Attempt(
    String run,
    int number,
    RunRequest request,
    List<String> checkpoints,
    @Nullable String createdBy) {}
