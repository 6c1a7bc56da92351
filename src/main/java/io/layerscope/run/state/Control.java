package io.layerscope.run.state;

import io.layerscope.web.Problem;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a client can ask of a run, and what the asking does in each state. */
public enum Control {
  /** Throw it away. */
  CANCEL,
  /** Finish now and keep the best so far as a model. */
  STOP,
  /** Keep a checkpoint and free the worker. */
  PAUSE,
  /** Go on. */
  RESUME;

  /** What a control call does. */
  public sealed interface Effect {}

  /** Nothing: what is asked for is so already, or is being done. */
  public record Nothing() implements Effect {}

  /** The run has the other state at once; no worker is concerned. */
  public record Become(RunState state) implements Effect {}

  /** The worker is asked, now or when it takes the run up; null withdraws what was asked. */
  public record Ask(@Nullable Control control) implements Effect {}

  /** The run is queued again, and the worker that takes it up is asked for this. */
  public record Queue(@Nullable Control control) implements Effect {}

  /** The name that the database stores. */
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The control of a stored name. */
  public static Control of(String json) {
    return valueOf(json.toUpperCase(Locale.ROOT));
  }

  /**
   * What this call does to a run. Repeating a call does nothing more.
   *
   * @param pending what was asked of the worker before and is not done yet
   * @param trained whether there is a checkpoint, so that a stop has something to keep
   * @throws Problem 409 {@code illegal-transition}
   */
  public Effect on(RunState state, @Nullable Control pending, boolean trained) {
    return switch (state) {
      case QUEUED -> onQueued(state, pending, trained);
      case RUNNING -> onRunning(state, pending);
      case PAUSED ->
          switch (this) {
            case CANCEL -> new Become(RunState.CANCELLED);
            case STOP -> trained ? new Queue(STOP) : new Become(RunState.STOPPED);
            case PAUSE -> new Nothing();
            case RESUME -> new Queue(null);
          };
      case CANCELLED -> nothingIf(this == CANCEL, state, pending);
      case STOPPED -> nothingIf(this == STOP, state, pending);
      case SUCCEEDED, FAILED -> throw illegal(state, pending);
    };
  }

  private Effect onQueued(RunState state, @Nullable Control pending, boolean trained) {
    if (this == CANCEL) {
      return new Become(RunState.CANCELLED);
    }
    if (pending == STOP) {
      return nothingIf(this == STOP, state, pending);
    }
    return switch (this) {
      case STOP -> trained ? new Ask(STOP) : new Become(RunState.STOPPED);
      case PAUSE -> new Become(RunState.PAUSED);
      default -> pending == null ? new Nothing() : new Ask(null);
    };
  }

  private Effect onRunning(RunState state, @Nullable Control pending) {
    if (pending == this) {
      return new Nothing();
    }
    if (pending == CANCEL || (pending == STOP && this != CANCEL)) {
      throw illegal(state, pending);
    }
    if (this == RESUME) {
      return pending == null ? new Nothing() : new Ask(null);
    }
    return new Ask(this);
  }

  private Effect nothingIf(boolean so, RunState state, @Nullable Control pending) {
    if (!so) {
      throw illegal(state, pending);
    }
    return new Nothing();
  }

  private Problem illegal(RunState state, @Nullable Control pending) {
    String asked = pending == null ? "" : " and was asked to " + pending.json();
    return Problem.conflict(
        "illegal-transition",
        "To " + json() + " the run is too late: it is " + state.json() + asked + ".");
  }
}
