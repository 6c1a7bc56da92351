package io.layerscope.run.work;

import io.layerscope.web.Problem;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.http.HttpStatus;

/** Waits for room on the disk: training rests meanwhile and goes on when there is some. */
final class Patience {

  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String what;
  private final BooleanSupplier givesUp;

  /**
   * @param what waits
   * @param givesUp whether waiting has become pointless
   */
  Patience(String what, BooleanSupplier givesUp) {
    this.what = what;
    this.givesUp = givesUp;
  }

  /**
   * Writes, again and again while the disk is full.
   *
   * @return whether it was written
   */
  boolean write(Runnable write) {
    for (boolean told = false; ; told = true) {
      try {
        write.run();
        return true;
      } catch (RuntimeException failure) {
        if (!isFull(failure)) {
          throw failure;
        }
        if (!told) {
          LOG.warn("{} waits for room on the disk: {}", what, failure.toString());
        }
      }
      if (givesUp.getAsBoolean()) {
        return false;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  /** Whether a write has failed for want of room. */
  static boolean isFull(RuntimeException failure) {
    return switch (failure) {
      case Problem problem -> problem.status() == HttpStatus.INSUFFICIENT_STORAGE;
      case UncheckedIOException _ -> true;
      default -> {
        String cause = String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure));
        // PostgreSQL says it in the words of its own system.
        yield cause.contains("SQLITE_FULL") || cause.contains("No space left on device");
      }
    };
  }
}
