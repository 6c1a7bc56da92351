package io.layerscope.laboratory;

import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.web.Problem;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Where experiments are made: on the compute threads, a few at once, so that their memory is
 * bounded. An experiment computes in short pieces, each a {@link ComputeThreads#call} of its own:
 * training takes its turns between them.
 */
@Component
public class Workbench {

  private static final int PLACES = 2;
  private static final int LONGEST_WAIT_SECONDS = 20;

  private final ComputeThreads threads;
  private final Semaphore places = new Semaphore(PLACES, true);

  Workbench(ComputeThreads threads) {
    this.threads = threads;
  }

  /**
   * Makes an experiment as soon as there is a place.
   *
   * @throws Problem 503 when there has been none for long
   */
  public <T> T make(Function<ComputeThreads, T> experiment) {
    try {
      if (!places.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw busy();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw busy();
    }
    try {
      return experiment.apply(threads);
    } finally {
      places.release();
    }
  }

  private static Problem busy() {
    return new Problem(
        HttpStatus.SERVICE_UNAVAILABLE,
        "laboratory-busy",
        "The laboratory makes " + PLACES + " experiments at once, and all are long; try again.");
  }
}
