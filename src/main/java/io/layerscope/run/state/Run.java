package io.layerscope.run.state;

import io.layerscope.web.ProblemDocument;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A training run, as clients see it. */
public record Run(
    @Schema(example = "01k9x4m2t7p3qv8w5zr6yabcde") String id,
    @Schema(example = "digits, dropout and batch normalization") String name,
    RunState state,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Schema(description = "How often a worker has taken the run up.", example = "1") int attempt,
    @Schema(description = "What was asked for, with every default filled in.") RunRequest request,
    @Schema(description = "Decides every random number of the training.", example = "7") long seed,
    @Schema(description = "Trainable numbers of the network.", example = "17226") long parameters,
    Progress progress,
    @Schema(description = "Of the latest epoch.") @Nullable Metrics latest,
    @Schema(description = "Of the best epoch so far.") Metrics.@Nullable Best best,
    @Schema(description = "The registered model version.") @Nullable ModelName model,
    @Schema(description = "Why the run failed.") @Nullable ProblemDocument error,
    @Schema(description = "While the run is queued: where.") @Nullable Queue queue,
    @Schema(description = "The key or token that submitted it; null where nobody had to sign in.")
        @Nullable String createdBy) {

  /** A place in the queue: 1 is the next to start. */
  public record Queue(
      @Schema(description = "1 is the next to start.", example = "1") int position,
      @Schema(
              description =
                  "When it may be expected to start, by what the running ones have left and what"
                      + " the last runs took; null when that cannot be told.")
          @Nullable Instant expectedStart) {}

  /** The same queued run, with the time at which it may be expected to start. */
  Run expected(Instant start) {
    Queue expected = queue == null ? null : new Queue(queue.position(), start);
    return new Run(
        id,
        name,
        state,
        createdAt,
        startedAt,
        finishedAt,
        attempt,
        request,
        seed,
        parameters,
        progress,
        latest,
        best,
        model,
        error,
        expected,
        createdBy);
  }
}
