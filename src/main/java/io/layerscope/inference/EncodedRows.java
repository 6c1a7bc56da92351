package io.layerscope.inference;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Encoded rows in the order of their arrival, float32 [rows, features], as many as there are. */
final class EncodedRows {

  private final Spool spool;
  private final int features;
  private final ByteBuffer bytes;
  private long rows;

  EncodedRows(Spool spool, int features) {
    this.spool = spool;
    this.features = features;
    this.bytes = ByteBuffer.allocate(Math.multiplyExact(4, features));
  }

  void append(float[] row) throws IOException {
    bytes.clear().asFloatBuffer().put(row, 0, features);
    spool.append(bytes.array(), 0, bytes.capacity());
    rows++;
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
    float[] chunk = new float[(int) Math.min(most, rows) * features];
    try (InputStream in = spool.read()) {
      for (long left = rows; left > 0; left -= most) {
        int count = (int) Math.min(most, left);
        for (int i = 0; i < count; i++) {
          if (in.readNBytes(bytes.array(), 0, bytes.capacity()) < bytes.capacity()) {
            throw new EOFException("encoded rows are missing");
          }
          bytes.clear().asFloatBuffer().get(chunk, i * features, features);
        }
        action.accept(chunk, count);
      }
    }
  }
}
