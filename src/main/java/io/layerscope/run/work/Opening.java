package io.layerscope.run.work;

import io.layerscope.run.state.Attempt;
import io.layerscope.run.state.Attempts;
import io.layerscope.run.state.Control;
import io.layerscope.run.state.RunState;
import io.layerscope.run.work.TrainingLoop.Outcome;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens an attempt's session and listens meanwhile: to read a large table or checkpoint takes
 * seconds. Nothing is trained yet, so there is nothing to save, and a pause leaves the last
 * checkpoint as it is.
 */
final class Opening implements AutoCloseable {

  private final Attempts attempts;
  private final Attempt attempt;
  private final BooleanSupplier shutdown;
  private @Nullable Session session;

  Opening(Attempts attempts, Attempt attempt, BooleanSupplier shutdown) {
    this.attempts = attempts;
    this.attempt = attempt;
    this.shutdown = shutdown;
  }

  /**
   * @return why the run was left; null when it is open
   */
  @Nullable Outcome open(Supplier<Session> open) {
    return Aside.listening(_ -> session = open.get(), this::listen);
  }

  /** What has been opened. */
  Session session() {
    if (session == null) {
      throw new IllegalStateException("The run is not open");
    }
    return session;
  }

  /** To stop is left to the training, which has something to keep. */
  private @Nullable Outcome listen() {
    Control requested = attempts.requested(attempt).orElse(null);
    if (requested == Control.CANCEL) {
      attempts.cancel(attempt);
      return Outcome.LEFT;
    }
    if (requested == Control.PAUSE && attempts.rest(attempt, RunState.PAUSED)) {
      return Outcome.LEFT;
    }
    if (shutdown.getAsBoolean()) {
      attempts.rest(attempt, RunState.QUEUED);
      return Outcome.RELEASED;
    }
    return null;
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
