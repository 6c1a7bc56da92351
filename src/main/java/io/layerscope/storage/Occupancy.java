package io.layerscope.storage;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who uses a data folder. Each process has a folder for its temporary files, and holds a lock on a
 * file in it for as long as it lives: the system frees the lock however the process ends. So others
 * on the same host can tell at once who is gone, and sweep what it left.
 */
final class Occupancy implements AutoCloseable {

  private static final String LOCK = "lock";

  private final Path temporary;
  private final boolean exclusive;
  private final FileChannel whole;
  private final Path own;
  private final FileChannel mine;

  private Occupancy(Path root, boolean exclusive, FileChannel whole) throws IOException {
    this.temporary = Files.createDirectories(root.resolve("tmp"));
    this.exclusive = exclusive;
    this.whole = whole;
    this.own = Files.createTempDirectory(temporary, host() + "-");
    this.mine = open(own.resolve(LOCK));
    tryLock(mine, false);
  }

  /**
   * Enters a data folder and sweeps the temporary files of those that are gone.
   *
   * @param exclusive whether no other process may be in it
   * @return null when another process is in it, and one of the two does not share
   */
  static synchronized @Nullable Occupancy enter(Path root, boolean exclusive) throws IOException {
    Files.createDirectories(root);
    FileChannel whole = open(root.resolve(LOCK));
    if (!tryLock(whole, !exclusive)) {
      whole.close();
      return null;
    }
    // One at a time: a process whose folder is not locked yet would be taken for gone.
    try (FileLock _ = whole.lock(1, 1, false)) {
      Occupancy entered = new Occupancy(root, exclusive, whole);
      entered.sweep();
      return entered;
    }
  }

  /** The name of this process among those that use the folder. */
  String process() {
    return own.getFileName().toString();
  }

  Path folder() {
    return own;
  }

  /** Whether a process may still be at work: it is not known to be gone. */
  boolean mayLive(String process) {
    if (process.equals(process())) {
      return true;
    }
    if (exclusive) {
      return false;
    }
    return !process.startsWith(host() + "-") || isLocked(temporary.resolve(process).resolve(LOCK));
  }

  @Override
  public void close() throws IOException {
    mine.close();
    remove(own);
    whole.close();
  }

  private void sweep() throws IOException {
    try (var left = Files.list(temporary)) {
      for (Path entry : left.toList()) {
        if (!Files.isDirectory(entry) ? exclusive : !mayLive(entry.getFileName().toString())) {
          remove(entry);
        }
      }
    }
  }

  private static boolean isLocked(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      return !tryLock(channel, false);
    } catch (IOException e) {
      // Its folder is gone, and it with it.
      return false;
    }
  }

  /** Takes the first byte's lock if it is free; it lasts until the channel is closed. */
  private static boolean tryLock(FileChannel file, boolean shared) throws IOException {
    try {
      return file.tryLock(0, 1, shared) != null;
    } catch (OverlappingFileLockException e) {
      // Another service of this JVM has it, and Java gives one lock to a JVM only.
      return shared;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private static void remove(Path entry) throws IOException {
    try (var files = Files.walk(entry)) {
      for (Path file : List.copyOf(files.sorted(Comparator.reverseOrder()).toList())) {
        Files.deleteIfExists(file);
      }
    }
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
