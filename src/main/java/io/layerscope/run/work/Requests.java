package io.layerscope.run.work;

import io.layerscope.run.state.Attempt;
import io.layerscope.run.state.Attempts;
import io.layerscope.run.state.Control;
import io.layerscope.run.state.RunState;
import io.layerscope.run.work.TrainingLoop.Outcome;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What clients ask of an attempt, or the end of the process does, and what becomes of its run. */
final class Requests {

  private final Attempts attempts;
  private final Attempt attempt;
  private final BooleanSupplier shutdown;
  private final Runnable log;
  private final BooleanSupplier save;

  /**
   * @param shutdown whether the process is ending
   * @param log tells what the log does not have yet
   * @param save keeps what a later attempt goes on from; whether that could be done
   */
  Requests(
      Attempts attempts,
      Attempt attempt,
      BooleanSupplier shutdown,
      Runnable log,
      BooleanSupplier save) {
    this.attempts = attempts;
    this.attempt = attempt;
    this.shutdown = shutdown;
    this.log = log;
    this.save = save;
  }

  /** Does what is asked for; null to go on. */
  @Nullable Outcome listen() {
    Optional<Control> requested = attempts.requested(attempt);
    Outcome outcome = requested.isPresent() ? obey(requested.get()) : null;
    boolean ends = outcome != Outcome.LEFT && shutdown.getAsBoolean();
    return ends ? release() : outcome;
  }

  private @Nullable Outcome obey(Control requested) {
    return switch (requested) {
      case CANCEL -> {
        log.run();
        attempts.cancel(attempt);
        yield Outcome.LEFT;
      }
      case STOP -> Outcome.STOPPED;
      case PAUSE -> {
        boolean rests = save.getAsBoolean() && attempts.rest(attempt, RunState.PAUSED);
        yield rests ? Outcome.LEFT : null;
      }
      case RESUME -> null;
    };
  }

  /** Leaves the run for another attempt. */
  private Outcome release() {
    save.getAsBoolean();
    attempts.rest(attempt, RunState.QUEUED);
    return Outcome.RELEASED;
  }
}
