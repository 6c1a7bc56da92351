package io.layerscope.run.state;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import java.util.Set;

/** Where a run is in its life. The last four never change. */
public enum RunState {
  /** Waits for a worker. */
  @JsonProperty("queued")
  QUEUED,
  /** A worker trains it. */
  @JsonProperty("running")
  RUNNING,
  /** Rests as a checkpoint and needs no worker. */
  @JsonProperty("paused")
  PAUSED,
  /** Trained to its end; its model is registered. */
  @JsonProperty("succeeded")
  SUCCEEDED,
  /** Ended early by a stop call or its time limit; the best so far is registered. */
  @JsonProperty("stopped")
  STOPPED,
  /** Thrown away. */
  @JsonProperty("cancelled")
  CANCELLED,
  /** Ended by an error, which the run names. */
  @JsonProperty("failed")
  FAILED;

  /** The name that clients see and the database stores. */
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of a stored or asked name, which {@link #json} gave. */
  public static RunState of(String json) {
    return valueOf(json.toUpperCase(Locale.ROOT));
  }

  /** Whether the state never changes. */
  public boolean terminal() {
    return successors().isEmpty();
  }

  /** Whether a run in this state may get the other. The one list of legal transitions. */
  public boolean mayBecome(RunState next) {
    return successors().contains(next);
  }

  private Set<RunState> successors() {
    return switch (this) {
      case QUEUED -> Set.of(RUNNING, PAUSED, STOPPED, CANCELLED);
      // to running again: another attempt takes over from a lost one
      case RUNNING -> Set.of(RUNNING, QUEUED, PAUSED, SUCCEEDED, STOPPED, CANCELLED, FAILED);
      case PAUSED -> Set.of(QUEUED, STOPPED, CANCELLED);
      case SUCCEEDED, STOPPED, CANCELLED, FAILED -> Set.of();
    };
  }
}
