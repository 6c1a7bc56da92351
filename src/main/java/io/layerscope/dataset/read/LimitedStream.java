package io.layerscope.dataset.read;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/** Refuses to give more bytes than allowed, packed or unpacked. */
final class LimitedStream extends FilterInputStream {

  /** Less than this is taken however well it is packed: the header of a small file packs well. */
  private static final long SMALL = 1 << 20;

  private final long most;
  private final long packed;
  private final int mostRatio;
  private long given;

  /**
   * @param most the bytes that it may give
   * @param packed the file's own size
   * @param mostRatio how many times the file's size it may give
   */
  LimitedStream(InputStream in, long most, long packed, int mostRatio) {
    super(in);
    this.most = most;
    this.packed = packed;
    this.mostRatio = mostRatio;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count;
    try {
      count = super.read(into, offset, length);
    } catch (ZipException | EOFException e) {
      throw Refusal.malformedGzip();
    }
    given += Math.max(count, 0);
    if (given > most) {
      throw Refusal.tooLarge("The file has more than " + most + " bytes.");
    }
    if (given > SMALL && given / mostRatio > packed) {
      throw Refusal.tooMany(
          "packed-too-well",
          "The file unpacks to more than " + mostRatio + " times its size; send it unpacked.");
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.min(count, 8192)];
    return Math.max(read(skipped, 0, skipped.length), 0);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
