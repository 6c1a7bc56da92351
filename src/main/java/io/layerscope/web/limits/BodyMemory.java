package io.layerscope.web.limits;

import io.layerscope.web.Problem;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.http.HttpStatus;

/** The bodies that are in memory, all together. */
final class BodyMemory {

  private final long most;
  private final AtomicLong taken = new AtomicLong();

  BodyMemory(long most) {
    this.most = most;
  }

  /**
   * Counts bytes that have come.
   *
   * @param before the same body's bytes that are counted already; a body that is alone goes on
   * @throws Problem 503 when there are too many; they are not counted then
   */
  void take(int bytes, long before) {
    long all = taken.addAndGet(bytes);
    if (all > most && all > before + bytes) {
      taken.addAndGet(-bytes);
      throw new Problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          "bodies-memory-full",
          "Other requests take all the memory for bodies; try again.");
    }
  }

  void giveBack(long bytes) {
    taken.addAndGet(-bytes);
  }
}
