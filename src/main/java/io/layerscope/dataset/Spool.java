package io.layerscope.dataset;

import io.layerscope.dataset.read.Limits;
import io.layerscope.dataset.read.Refusal;
import io.layerscope.dataset.read.UploadedFile;
import io.layerscope.storage.DataFolder;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.stereotype.Component;

/** Writes bodies to disk as they come, so that memory does not decide how long they may be. */
@Component
class Spool {

  private static final int BLOCK = 1 << 18;

  private final DataFolder folder;
  private final Limits limits;

  Spool(DataFolder folder, Limits limits) {
    this.folder = folder;
    this.limits = limits;
  }

  /** A body on disk, until it is closed. */
  record Spooled(Path path, String sha256, UploadedFile file) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      Files.deleteIfExists(path);
    }
  }

  /**
   * Refuses a request whose body, by its declared length, has no room.
   *
   * @throws io.layerscope.web.Problem 507
   */
  void requireRoom(HttpServletRequest request) {
    folder.requireRoom(Math.max(request.getContentLengthLong(), 0));
  }

  /** Takes in a request's body. */
  Spooled take(HttpServletRequest request) throws IOException {
    requireRoom(request);
    return take(request.getInputStream());
  }

  /**
   * Takes in what a stream has.
   *
   * @throws io.layerscope.web.Problem 413 above the limit, 507 when the disk would get full
   */
  Spooled take(InputStream body) throws IOException {
    Path path = Files.createTempFile(folder.temporary(), "upload-", "");
    boolean complete = false;
    try {
      String sha256 = copy(body, path);
      Spooled spooled = new Spooled(path, sha256, new UploadedFile(path, limits));
      complete = true;
      return spooled;
    } finally {
      if (!complete) {
        Files.deleteIfExists(path);
      }
    }
  }

  private String copy(InputStream body, Path path) throws IOException {
    MessageDigest digest = sha256();
    long most = limits.bytes().toBytes();
    long taken = 0;
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(path)) {
      for (int read = body.readNBytes(block, 0, BLOCK);
          read > 0;
          read = body.readNBytes(block, 0, BLOCK)) {
        taken += read;
        if (taken > most) {
          throw Refusal.tooLarge("The body has more than " + most + " bytes.");
        }
        folder.requireRoom(read);
        out.write(block, 0, read);
        digest.update(block, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
