package io.layerscope.inference;

import io.layerscope.model.Lease;
import io.layerscope.model.Scoring;
import io.layerscope.web.Problem;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * The heap that predictions take together, counted before each begins. Nobody waits for a lock: one
 * that a descheduled thread holds is soon waited for by hundreds of virtual threads, of which each
 * release lets in one.
 */
@Component
class PredictionMemory {

  /** Of a request, whatever its model: buffers of what comes and goes. */
  private static final long LEAST = 128 << 10;

  private static final int FLOATS = 4;

  private final long most;
  private final AtomicLong taken = new AtomicLong();

  PredictionMemory(ServingProperties properties) {
    most = properties.memoryBytes();
  }

  /** One prediction's part; given back by closing it. */
  final class Share implements AutoCloseable {

    private final long bytes;

    private Share(long bytes) {
      this.bytes = bytes;
    }

    @Override
    public void close() {
      taken.addAndGet(-bytes);
    }
  }

  /**
   * Takes what a prediction needs: a chunk of encoded rows and of probabilities.
   *
   * @throws Problem 503 when others have taken too much; one that is alone is always let in
   */
  Share take(Lease model) {
    long numbers = (long) model.network().inputs() + 2L * model.classes().size();
    return take(LEAST + FLOATS * Scoring.CHUNK * numbers);
  }

  Share take(long bytes) {
    for (; ; ) {
      long before = taken.get();
      if (before > 0 && bytes > most - before) {
        throw new Problem(
            HttpStatus.SERVICE_UNAVAILABLE,
            "predictions-memory-full",
            "Other predictions take all the memory for them; try again.");
      }
      if (taken.compareAndSet(before, before + bytes)) {
        return new Share(bytes);
      }
    }
  }
}
