package io.layerscope.inference;

import io.layerscope.model.Lease;
import io.layerscope.model.Scoring;
import io.layerscope.web.Problem;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The heap that predictions take together, counted before each begins. */
@Component
class PredictionMemory {

  /** Of a request, whatever its model: buffers of what comes and goes. */
  private static final long LEAST = 128 << 10;

  private static final int FLOATS = 4;

  private final long most;
  private long taken;

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
      giveBack(bytes);
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

  synchronized Share take(long bytes) {
    if (taken > 0 && bytes > most - taken) {
      throw new Problem(
          HttpStatus.SERVICE_UNAVAILABLE,
          "predictions-memory-full",
          "Other predictions take all the memory for them; try again.");
    }
    taken += bytes;
    return new Share(bytes);
  }

  private synchronized void giveBack(long bytes) {
    taken -= bytes;
  }
}
