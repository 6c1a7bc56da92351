package io.layerscope.dataset.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** A file on disk that may be gzip; what it holds can be read more than once. */
public final class UploadedFile {

  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final Limits limits;
  private final boolean packed;

  /**
   * @param path the file as it was sent
   * @param limits how long it may be unpacked
   */
  public UploadedFile(Path path, Limits limits) throws IOException {
    this.path = path;
    this.limits = limits;
    try (InputStream in = Files.newInputStream(path)) {
      packed = in.read() == 0x1f && in.read() == 0x8b;
    }
  }

  /** Opens the content, unpacked. */
  InputStream open() throws IOException {
    InputStream raw = Files.newInputStream(path);
    try {
      return new LimitedStream(
          packed ? new GZIPInputStream(raw, BUFFER) : raw,
          limits.bytes().toBytes(),
          Files.size(path),
          limits.ratio());
    } catch (IOException e) {
      raw.close();
      throw Refusal.malformedGzip();
    }
  }

  /** The first bytes of the content. */
  byte[] head(int length) throws IOException {
    try (InputStream in = open()) {
      return in.readNBytes(length);
    }
  }

  /** The content's length; 0 when it is packed, and so not known. */
  long knownLength() throws IOException {
    return packed ? 0 : Files.size(path);
  }
}
