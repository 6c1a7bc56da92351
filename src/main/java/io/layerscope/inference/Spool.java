package io.layerscope.inference;

import io.layerscope.storage.DataFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are written once and then read: in memory while they are few, in a temporary file from
 * then on. A whole answer waits here, so that a bad row at the end of a large body is still
 * answered with a problem document, and a client that sends everything before it reads anything is
 * not waited for.
 */
final class Spool implements AutoCloseable {

  private static final int MOST_IN_MEMORY = 1 << 20;
  private static final long ROOM_STEP = 64L << 20;

  private final DataFolder folder;
  private byte[] memory = new byte[1024];
  private long length;
  private @Nullable Path file;
  private @Nullable OutputStream out;

  Spool(DataFolder folder) {
    this.folder = folder;
  }

  /** A stream to write to; closing it leaves what was written. */
  OutputStream sink() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        append(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int count) throws IOException {
        append(bytes, offset, count);
      }
    };
  }

  void append(byte[] bytes, int offset, int count) throws IOException {
    if (out == null && length + count > MOST_IN_MEMORY) {
      spill();
    }
    if (out != null) {
      if (length / ROOM_STEP != (length + count) / ROOM_STEP) {
        folder.requireRoom(ROOM_STEP);
      }
      out.write(bytes, offset, count);
    } else {
      int end = (int) length + count;
      if (end > memory.length) {
        memory = Arrays.copyOf(memory, Math.max(end, 2 * memory.length));
      }
      System.arraycopy(bytes, offset, memory, (int) length, count);
    }
    length += count;
  }

  private void spill() throws IOException {
    folder.requireRoom(ROOM_STEP);
    file = Files.createTempFile(folder.temporary(), "predictions-", "");
    out = Files.newOutputStream(file);
    out.write(memory, 0, (int) length);
    memory = new byte[0];
  }

  long length() {
    return length;
  }

  /** What was written, from the beginning. */
  InputStream read() throws IOException {
    return file == null
        ? new ByteArrayInputStream(memory, 0, (int) length)
        : Files.newInputStream(file);
  }

  /** Forgets what was written. */
  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
    }
    if (file != null) {
      Files.deleteIfExists(file);
    }
  }
}
