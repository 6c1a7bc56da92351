package io.layerscope.run.log;

import java.util.Locale;

/** What an event of the log tells of. */
public enum EventKind {
  /** The run has another state; the event carries the run. */
  STATE,
  /** An epoch has ended; the event carries its numbers. */
  EPOCH,
  /** Layer statistics of an epoch can be fetched. */
  LAYERS,
  /** The run has ended; nothing follows. */
  END;

  /** The name that clients see. */
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }

  static EventKind of(String json) {
    return valueOf(json.toUpperCase(Locale.ROOT));
  }
}
