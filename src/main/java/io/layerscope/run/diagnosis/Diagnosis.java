package io.layerscope.run.diagnosis;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a run.
 *
 * @param epoch the latest epoch that was looked at; null before there is one
 * @param healthy whether nothing was found
 * @param warnings the critical ones first
 */
record Diagnosis(
    String run,
    @Schema(description = "The latest epoch with statistics of its layers; 0 is before training.")
        @Nullable Integer epoch,
    boolean healthy,
    @Schema(description = "The critical ones first.") List<Warning> warnings) {}
