package io.layerscope.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Files under the hash of their content. A file appears whole or not at all: it is written aside,
 * forced, hashed, moved into place atomically, and its directory forced, before a row that names it
 * is committed.
 *
 * <p>Equal content is one file, which several rows may name. So files are published in the
 * transaction that names them, and removed in one that finds no name; only one of these
 * transactions goes on at a time, over all processes that share the store.
 */
public final class BlobStore {

  private final Path blobs;
  private final Path temporary;
  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  public BlobStore(DataFolder folder, JdbcClient jdbc, TransactionTemplate transaction) {
    blobs = folder.root().resolve("blobs");
    temporary = folder.temporary();
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /**
   * A published file.
   *
   * @param sha256 of the content, in hexadecimal digits
   * @param bytes its length
   */
  public record Blob(String sha256, long bytes) {}

  /** A file that is being written; gone at {@link #close()} unless it was published. */
  public final class Staged implements AutoCloseable {

    private final Path path;
    private @Nullable Blob sealed;

    private Staged(Path path) {
      this.path = path;
    }

    /** Where to write. */
    public Path path() {
      return path;
    }

    /** Makes what was written durable, and gives it its name; it is not visible yet. */
    public Blob seal() {
      Blob blob = sealed;
      if (blob == null) {
        try {
          force(path, StandardOpenOption.WRITE);
          blob = new Blob(sha256(path), Files.size(path));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        sealed = blob;
      }
      return blob;
    }

    /** Makes the file visible, in the caller's transaction, which names it in a row. */
    public Blob publish() {
      Blob blob = seal();
      takeTurn();
      try {
        Path target = BlobStore.this.path(blob.sha256());
        Path directory = Objects.requireNonNull(target.getParent());
        boolean made = Files.notExists(directory);
        Files.createDirectories(directory);
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        force(directory, StandardOpenOption.READ);
        if (made) {
          force(blobs, StandardOpenOption.READ);
        }
        return blob;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A place to write a new file. */
  public Staged stage() {
    try {
      return new Staged(Files.createTempFile(temporary, "staged-", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a published file is. */
  public Path path(String sha256) {
    return blobs.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  public boolean exists(String sha256) {
    return Files.exists(path(sha256));
  }

  /** Removes a file of which the caller knows that nobody else names it, nor ever will. */
  public void delete(String sha256) {
    try {
      Files.deleteIfExists(path(sha256));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes a file unless a row names it. */
  public void removeUnused(String sha256, Predicate<String> named) {
    transaction.executeWithoutResult(
        _ -> {
          takeTurn();
          if (!named.test(sha256)) {
            remove(List.of(path(sha256)));
          }
        });
  }

  /**
   * Removes every file that no row names: what processes left that were killed between publishing
   * and committing.
   *
   * @param named gives the hashes of all files that rows name
   * @return how many were removed
   */
  int sweep(Supplier<Set<String>> named) {
    return Objects.requireNonNull(
        transaction.execute(
            _ -> {
              takeTurn();
              Set<String> kept = named.get();
              List<Path> orphans =
                  files().stream()
                      .filter(file -> !kept.contains(file.getFileName().toString()))
                      .toList();
              remove(orphans);
              return orphans.size();
            }));
  }

  private List<Path> files() {
    if (Files.notExists(blobs)) {
      return List.of();
    }
    try (var files = Files.walk(blobs)) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void takeTurn() {
    if (!TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException("files change in transactions only");
    }
    jdbc.sql("update blob_store set turn = turn + 1").update();
  }

  /**
   * Takes files aside, and deletes them if the turn is still this transaction's. A process that was
   * frozen may have lost it, and another may name the files by now: then they go back.
   */
  private void remove(List<Path> files) {
    Map<Path, Path> aside = new LinkedHashMap<>();
    try {
      for (Path file : files) {
        Path taken = temporary.resolve("removed-" + file.getFileName());
        if (Files.exists(file)) {
          Files.move(file, taken, StandardCopyOption.ATOMIC_MOVE);
          aside.put(file, taken);
        }
      }
      takeTurn();
      for (Path taken : aside.values()) {
        Files.deleteIfExists(taken);
      }
    } catch (IOException e) {
      putBack(aside);
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      putBack(aside);
      throw e;
    }
  }

  private static void putBack(Map<Path, Path> aside) {
    aside.forEach(
        (file, taken) -> {
          try {
            if (Files.exists(taken)) {
              Files.move(taken, file, StandardCopyOption.ATOMIC_MOVE);
            }
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** The hash of a file's content, in hexadecimal digits. */
  public static String sha256(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void force(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }
}
