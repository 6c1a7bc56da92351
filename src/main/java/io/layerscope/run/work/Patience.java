package io.layerscope.run.work;

import io.layerscope.storage.DataFolder;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for room on the disk: training rests meanwhile and goes on when there is some. */
final class Patience {

  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String what;
  private final DataFolder folder;
  private final BooleanSupplier givesUp;

  /**
   * @param what waits
   * @param folder knows a full disk
   * @param givesUp whether waiting has become pointless
   */
  Patience(String what, DataFolder folder, BooleanSupplier givesUp) {
    this.what = what;
    this.folder = folder;
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
        if (!folder.isFull(failure)) {
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
}
