package io.layerscope.run.log;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Wakes those who wait for a run's next event. Knows only runs that someone waits for. */
@Component
class Bell {

  private static final class Listened {
    private long latest;
    private int listeners;
  }

  private final Map<String, Listened> runs = new HashMap<>();

  synchronized void listen(String run) {
    runs.computeIfAbsent(run, _ -> new Listened()).listeners++;
    notifyAll();
  }

  synchronized void leave(String run) {
    Listened listened = runs.get(run);
    if (listened != null && --listened.listeners == 0) {
      runs.remove(run);
    }
  }

  /** The runs that someone listens to. */
  synchronized List<String> listened() {
    return List.copyOf(runs.keySet());
  }

  /** Tells that the run's log has events up to a sequence number. */
  synchronized void ring(String run, long sequence) {
    Listened listened = runs.get(run);
    if (listened != null && sequence > listened.latest) {
      listened.latest = sequence;
      notifyAll();
    }
  }

  /** Wakes everyone once. */
  synchronized void ringAll() {
    notifyAll();
  }

  /**
   * Waits until the run has events after a sequence number, but no longer than told.
   *
   * @return whether it has
   */
  synchronized boolean await(String run, long after, long millis) throws InterruptedException {
    Listened listened = runs.get(run);
    if (listened == null) {
      return false;
    }
    if (listened.latest <= after) {
      wait(millis);
    }
    return listened.latest > after;
  }

  /** Waits for a while, or until there is a new listener. */
  synchronized void pause(long millis) throws InterruptedException {
    wait(millis);
  }
}
