package io.layerscope.storage;

import io.layerscope.web.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.http.HttpStatus;

/**
 * The data folder: one process's own while SQLite is the database, shared otherwise; swept of
 * half-written files at start, never filled to the last byte.
 */
public final class DataFolder implements AutoCloseable {

  /** What operating systems and databases say of a full disk, and of a quota that is used up. */
  private static final List<String> FULL =
      List.of(
          "No space left on device",
          "Disk quota exceeded",
          "not enough space on the disk",
          "SQLITE_FULL");

  private final Path root;
  private final long reserve;
  private final Occupancy occupancy;

  /**
   * Opens the folder, making it when it is missing.
   *
   * @param reserve the bytes that must stay free
   * @param exclusive whether no other process may use the folder
   * @throws StartRefused when another process has it open and one of the two does not share it
   */
  public DataFolder(Path root, long reserve, boolean exclusive) {
    this.root = root.toAbsolutePath().normalize();
    this.reserve = reserve;
    try {
      Occupancy entered = Occupancy.enter(this.root, exclusive);
      if (entered == null) {
        throw new StartRefused(
            "The data folder "
                + this.root
                + " is in use by another Layerscope process; stop that one, or set layerscope.data"
                + " to another folder.");
      }
      occupancy = entered;
    } catch (IOException e) {
      throw new UncheckedIOException("The data folder " + this.root + " cannot be used", e);
    }
  }

  public Path root() {
    return root;
  }

  /** Where this process writes files before they are published; swept when it is gone. */
  public Path temporary() {
    return occupancy.folder();
  }

  /** The name of this process among all that use the folder. */
  public String process() {
    return occupancy.process();
  }

  /** Whether a process that used the folder may still be at work. */
  public boolean mayLive(String process) {
    return occupancy.mayLive(process);
  }

  /**
   * Refuses work that would leave less than the reserve.
   *
   * @param bytes what is about to be written, as far as it is known
   * @throws Problem 507
   */
  public void requireRoom(long bytes) {
    long free = freeBytes();
    if (free - bytes < reserve) {
      throw new Problem(
          HttpStatus.INSUFFICIENT_STORAGE,
          "insufficient-storage",
          "The disk has "
              + (free >> 20)
              + " MiB left, "
              + (bytes >> 20)
              + " MiB are needed and "
              + (reserve >> 20)
              + " MiB stay free.");
    }
  }

  /**
   * Whether something failed since there is no room: by what it says, or since there is none.
   * Whatever else makes a write fail does not go away by waiting.
   */
  public boolean isFull(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Problem problem) {
        return problem.status() == HttpStatus.INSUFFICIENT_STORAGE;
      }
      String message = String.valueOf(cause.getMessage());
      if (FULL.stream().anyMatch(message::contains)) {
        return true;
      }
    }
    return failure instanceof UncheckedIOException && !hasRoom();
  }

  private boolean hasRoom() {
    try {
      return freeBytes() >= reserve;
    } catch (UncheckedIOException e) {
      return true;
    }
  }

  /** The bytes that the file system still has. */
  public long freeBytes() {
    try {
      return Files.getFileStore(root).getUsableSpace();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      occupancy.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
