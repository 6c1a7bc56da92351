package io.layerscope.run.state;

import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How far a run has come.
 *
 * @param epoch completed epochs
 * @param fraction of the steps of all epochs, 0 to 1
 * @param step completed steps (batches) of all epochs
 */
public record Progress(
    @Schema(description = "Completed epochs.", example = "12") int epoch,
    @Schema(description = "The most epochs that it may take.", example = "50") int epochs,
    @Schema(description = "Of the steps of all epochs, 0 to 1.", example = "0.24") double fraction,
    @Schema(description = "Completed steps (batches).", example = "240") long step,
    @Schema(description = "Rows trained per second.", example = "48000")
        @Nullable Double samplesPerSecond,
    @Schema(description = "Seconds to the end at this speed.", example = "31.5")
        @Nullable Double etaSeconds) {

  /** The same, of a run that nobody works on: its end is not in sight. */
  public Progress resting() {
    return new Progress(epoch, epochs, fraction, step, samplesPerSecond, null);
  }

  /** Before the first step. */
  public static Progress none(int epochs) {
    return new Progress(0, epochs, 0, 0, null, null);
  }
}
