package io.layerscope.inference;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Encoded rows in the order of their arrival, float32 [rows, features], as many as there are: in
 * memory while they are few, spooled from then on.
 */
final class EncodedRows {

  private static final int MOST_IN_MEMORY = 1 << 18;

  private final Spool spool;
  private final int features;
  private float[] first;
  private int firstRows;
  private @Nullable ByteBuffer bytes;
  private final LongConsumer counted;
  private long rows;

  /**
   * @param counted is told how many rows there are, after each; it refuses too many
   */
  EncodedRows(Spool spool, int features, LongConsumer counted) {
    this.spool = spool;
    this.features = features;
    this.counted = counted;
    first = new float[features];
  }

  void append(float[] row) throws IOException {
    if (rows == firstRows && (firstRows + 1L) * features <= Math.max(features, MOST_IN_MEMORY)) {
      int end = (firstRows + 1) * features;
      if (end > first.length) {
        first = Arrays.copyOf(first, Math.max(end, 2 * first.length));
      }
      System.arraycopy(row, 0, first, firstRows * features, features);
      firstRows++;
    } else {
      buffer().asFloatBuffer().put(row, 0, features);
      spool.append(buffer().array(), 0, 4 * features);
    }
    rows++;
    counted.accept(rows);
  }

  private ByteBuffer buffer() {
    if (bytes == null) {
      bytes = ByteBuffer.allocate(Math.multiplyExact(4, features));
    }
    return bytes.clear();
  }

  long rows() {
    return rows;
  }

  /** What is done with a chunk, [rows, features]. */
  interface Chunk {

    void accept(float[] encoded, int rows) throws IOException;
  }

  /** Gives the rows on, up to {@code most} at a time; the array is used again. */
  void forEachChunk(int most, Chunk action) throws IOException {
    if (rows <= most && rows == firstRows) {
      action.accept(first, firstRows);
      return;
    }
    float[] chunk = new float[(int) Math.min(most, rows) * features];
    try (InputStream in = spool.read()) {
      for (long done = 0; done < rows; done += most) {
        int count = (int) Math.min(most, rows - done);
        for (int i = 0; i < count; i++) {
          take(done + i, in, chunk, i * features);
        }
        action.accept(chunk, count);
      }
    }
  }

  private void take(long row, InputStream in, float[] into, int offset) throws IOException {
    if (row < firstRows) {
      System.arraycopy(first, (int) row * features, into, offset, features);
      return;
    }
    if (in.readNBytes(buffer().array(), 0, 4 * features) < 4 * features) {
      throw new EOFException("encoded rows are missing");
    }
    buffer().asFloatBuffer().get(into, offset, features);
  }
}
