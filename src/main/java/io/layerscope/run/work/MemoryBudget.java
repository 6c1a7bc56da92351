package io.layerscope.run.work;

import io.layerscope.run.state.Claim;
import io.layerscope.web.Problem;
import io.layerscope.web.limits.NativeMemory;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** The native memory that training may take, counted before it is taken. */
@Component
@EnableConfigurationProperties(RunsProperties.class)
public class MemoryBudget {

  private static final long ASKS_AGAIN_MILLIS = 5000;

  private final long available;
  private final Clock clock;
  private final Map<Claim, Long> waiting = new HashMap<>();
  private long taken;

  MemoryBudget(RunsProperties properties, Clock clock) {
    this.clock = clock;
    available = properties.memory() == null ? NativeMemory.ofRuns() : properties.memory().toBytes();
  }

  /** The bytes that all runs may take together. */
  public long available() {
    return available;
  }

  /** A part of the budget; given back by closing it. */
  public final class Share implements AutoCloseable {

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
   * @throws Problem 422 {@code too-much-memory} when a run would not fit even if it were alone
   */
  public void require(long bytes) {
    if (bytes > available) {
      throw Problem.unprocessable(
          "too-much-memory",
          "/model",
          "Training this model needs "
              + bytes
              + " bytes of memory, "
              + available
              + " are available; make it narrower, or training/batchSize or"
              + " statistics/probeRows smaller.");
    }
  }

  /**
   * A share for a run, if that much is free now and no run before it in the queue waits for memory
   * here: a large run would otherwise wait for as long as small ones come. A run that is alone
   * always gets its share.
   */
  synchronized Optional<Share> take(Claim claim) {
    long now = clock.millis();
    // A run that does not ask again has been ended, or is another worker's.
    waiting.values().removeIf(since -> now - since > ASKS_AGAIN_MILLIS);
    boolean first =
        waiting.keySet().stream().noneMatch(other -> Claim.ORDER.compare(other, claim) < 0);
    boolean fits = taken == 0 || claim.bytes() <= available - taken;
    if (!first || !fits) {
      waiting.put(claim, now);
      return Optional.empty();
    }
    waiting.remove(claim);
    taken += claim.bytes();
    return Optional.of(new Share(claim.bytes()));
  }

  private synchronized void giveBack(long bytes) {
    taken -= bytes;
  }
}
