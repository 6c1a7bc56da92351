package io.layerscope.storage;

import io.layerscope.web.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * The data folder: locked for one process while SQLite is the database, swept of half-written files
 * at start, never filled to the last byte.
 */
public final class DataFolder implements AutoCloseable {

  private final Path root;
  private final long reserve;
  private final FileChannel lockFile;
  private final FileLock lock;

  /**
   * Opens the folder, making it when it is missing.
   *
   * @param reserve the bytes that must stay free
   * @throws IllegalStateException when another process has it open
   */
  public DataFolder(Path root, long reserve) {
    this.root = root.toAbsolutePath().normalize();
    this.reserve = reserve;
    try {
      Files.createDirectories(temporary());
      lockFile =
          FileChannel.open(
              this.root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock taken = take(lockFile);
      if (taken == null) {
        lockFile.close();
        throw new IllegalStateException(
            "The data folder "
                + this.root
                + " is in use by another Layerscope process; stop that one, or set layerscope.data"
                + " to another folder.");
      }
      lock = taken;
      sweep();
    } catch (IOException e) {
      throw new UncheckedIOException("The data folder " + this.root + " cannot be used", e);
    }
  }

  public Path root() {
    return root;
  }

  /** Where files are written before they are published; emptied at start. */
  public Path temporary() {
    return root.resolve("tmp");
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
      lock.release();
      lockFile.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static @Nullable FileLock take(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private void sweep() throws IOException {
    try (var files = Files.list(temporary())) {
      for (Path file : List.copyOf(files.toList())) {
        Files.deleteIfExists(file);
      }
    }
  }
}
