package io.layerscope.run.work;

import io.layerscope.run.state.Attempt;
import io.layerscope.run.state.Attempts;
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

  private final Requests requests;
  private @Nullable Session session;

  Opening(Attempts attempts, Attempt attempt, BooleanSupplier shutdown) {
    requests = new Requests(attempts, attempt, shutdown, () -> {}, () -> true);
  }

  /**
   * To stop is left to the training, which has something to keep.
   *
   * @return why the run was left; null when it is open
   */
  @Nullable Outcome open(Supplier<Session> open) {
    return Aside.listening(_ -> session = open.get(), requests::listen);
  }

  /** What has been opened. */
  Session session() {
    if (session == null) {
      throw new IllegalStateException("The run is not open");
    }
    return session;
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
