package io.layerscope.run.work;

import io.layerscope.web.Problem;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** The native memory that training may take, counted before it is taken. */
@Component
@EnableConfigurationProperties(RunsProperties.class)
public class MemoryBudget {

  private static final long LEAST = 256L << 20;

  private final long available;
  private long taken;

  MemoryBudget(RunsProperties properties) {
    available = properties.memory() == null ? measured() : properties.memory().toBytes();
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

  /** A share of this size, if that much is free now; a run that is alone always gets it. */
  synchronized Optional<Share> take(long bytes) {
    if (taken > 0 && bytes > available - taken) {
      return Optional.empty();
    }
    taken += bytes;
    return Optional.of(new Share(bytes));
  }

  private synchronized void giveBack(long bytes) {
    taken -= bytes;
  }

  /** What the machine, or the container, has beside the heap, less a tenth for everything else. */
  private static long measured() {
    var system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    long beside = system.getTotalMemorySize() - Runtime.getRuntime().maxMemory();
    return Math.max(beside / 10 * 9, LEAST);
  }
}
