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
import java.util.Objects;

/**
 * Files under the hash of their content. A file appears whole or not at all: it is written aside,
 * forced, hashed, moved into place atomically, and its directory forced, before a row that names it
 * is committed.
 */
public final class BlobStore {

  private final Path blobs;
  private final Path temporary;

  public BlobStore(DataFolder folder) {
    blobs = folder.root().resolve("blobs");
    temporary = folder.temporary();
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

    private Staged(Path path) {
      this.path = path;
    }

    /** Where to write. */
    public Path path() {
      return path;
    }

    /** Makes what was written durable and visible under its hash. */
    public Blob publish() {
      try {
        Blob blob = new Blob(sha256(path), Files.size(path));
        Path target = BlobStore.this.path(blob.sha256());
        Path directory = Objects.requireNonNull(target.getParent());
        Files.createDirectories(directory);
        force(path, StandardOpenOption.WRITE);
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        force(directory, StandardOpenOption.READ);
        force(blobs, StandardOpenOption.READ);
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

  /** Removes a file that nothing refers to any more. */
  public void delete(String sha256) {
    try {
      Files.deleteIfExists(path(sha256));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
