package io.layerscope.storage;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.CannotAcquireLockException;

/**
 * Who may write to the database now; the others wait here, in order.
 *
 * <p>SQLite has one writer at a time. It would let the others wait in native code, without order,
 * each with a connection and, worse, with the carrier of its virtual thread: a few of them, and no
 * request is answered any more, not even that of the writer they wait for.
 */
class Turns {

  private final Semaphore turns;
  private final Duration longest;

  /**
   * Turns that nobody has taken yet.
   *
   * @param atOnce how many may write at a time
   * @param longest to wait for a turn
   */
  Turns(int atOnce, Duration longest) {
    this.turns = new Semaphore(atOnce, true);
    this.longest = longest;
  }

  /**
   * Waits for a turn, to be given back by {@link #end()}.
   *
   * @throws CannotAcquireLockException when others took all the time
   */
  void begin() {
    try {
      if (!turns.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new CannotAcquireLockException("Others wrote for " + longest.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotAcquireLockException("Interrupted while others wrote", e);
    }
  }

  void end() {
    turns.release();
  }
}
