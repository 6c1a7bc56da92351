package io.layerscope.dataset.read;

import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.Decimal;
import io.layerscope.dataset.table.Numbers;
import io.layerscope.dataset.table.NumericColumn;
import io.layerscope.web.Problem;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Numbers, held as bytes until one is no byte, then as floats until one is no float. */
final class NumericCells implements Cells {

  private final ColumnContext context;
  private byte @Nullable [] bytes;
  private float @Nullable [] floats;
  private double @Nullable [] doubles;
  private int capacity;
  private boolean seen;

  NumericCells(ColumnContext context) {
    this.context = context;
    capacity = Math.max(16, context.expectedRows());
    context.memory().take(capacity);
    bytes = new byte[capacity];
  }

  @Override
  public void add(char[] text, int offset, int length, int row) {
    if (!accepts(text, offset, length, row)) {
      throw Problem.unprocessable(
          "not-a-number",
          "kinds/" + Refusal.escape(context.name()),
          context.where()
              + ": '"
              + new String(text, offset, Math.min(length, 60))
              + "' is not a number.");
    }
  }

  /** Takes in a number or a missing value; false for any other text. */
  boolean accepts(char[] text, int offset, int length, int row) {
    MissingTokens missing = context.missing();
    if (missing.numeric() && missing.matches(text, offset, length)) {
      set(row, Double.NaN);
      return true;
    }
    double number = Decimal.parse(text, offset, length);
    if (number != number) {
      if (!missing.matches(text, offset, length)) {
        return false;
      }
    } else {
      seen = true;
    }
    set(row, number);
    return true;
  }

  @Override
  public boolean takesBytes() {
    return bytes != null && !context.missing().numeric();
  }

  @Override
  public void addBytes(byte[] values, int offset, int stride, int row, int count) {
    while (row + count > capacity) {
      grow();
    }
    byte[] into = Objects.requireNonNull(bytes);
    for (int i = 0; i < count; i++) {
      into[row + i] = values[offset + i * stride];
    }
    seen = true;
  }

  /** Whether there was a number. */
  boolean seen() {
    return seen;
  }

  /** Forgets all. */
  void release() {
    bytes = null;
    floats = null;
    doubles = null;
  }

  private void set(int row, double number) {
    if (row == capacity) {
      grow();
    }
    if (bytes != null) {
      int value = (int) number;
      if (value == number && (value & ~0xff) == 0) {
        bytes[row] = (byte) value;
        return;
      }
      floats = toFloats(bytes, row);
      bytes = null;
    }
    if (floats != null) {
      float value = (float) number;
      if (value == number || number != number) {
        floats[row] = value;
        return;
      }
      doubles = toDoubles(floats, row);
      floats = null;
    }
    if (doubles != null) {
      doubles[row] = number;
    }
  }

  private void grow() {
    int grown = Memory.grown(capacity);
    context.memory().take((long) (grown - capacity) * width());
    bytes = bytes == null ? null : Arrays.copyOf(bytes, grown);
    floats = floats == null ? null : Arrays.copyOf(floats, grown);
    doubles = doubles == null ? null : Arrays.copyOf(doubles, grown);
    capacity = grown;
  }

  private int width() {
    return bytes != null ? 1 : floats != null ? 4 : 8;
  }

  private float[] toFloats(byte[] from, int rows) {
    context.memory().take(3L * capacity);
    float[] to = new float[capacity];
    for (int i = 0; i < rows; i++) {
      to[i] = from[i] & 0xff;
    }
    return to;
  }

  private double[] toDoubles(float[] from, int rows) {
    context.memory().take(4L * capacity);
    double[] to = new double[capacity];
    for (int i = 0; i < rows; i++) {
      to[i] = from[i];
    }
    return to;
  }

  @Override
  public Column column(int rows) {
    Numbers numbers;
    if (bytes != null) {
      numbers = new Numbers.UnsignedBytes(Arrays.copyOf(bytes, rows));
    } else if (floats != null) {
      numbers = new Numbers.Floats(Arrays.copyOf(floats, rows));
    } else if (doubles != null) {
      numbers = new Numbers.Doubles(Arrays.copyOf(doubles, rows));
    } else {
      throw new IllegalStateException("released");
    }
    release();
    return new NumericColumn(context.name(), numbers);
  }
}
