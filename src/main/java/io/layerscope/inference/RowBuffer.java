package io.layerscope.inference;

import java.util.Arrays;

/** Encoded rows of a request whose size is bounded, float32 [rows, features] in memory. */
public final class RowBuffer {

  private final int features;
  private float[] values;
  private int rows;

  public RowBuffer(int features) {
    this.features = features;
    values = new float[features];
  }

  public void add(float[] row) {
    int end = Math.multiplyExact(rows + 1, features);
    if (end > values.length) {
      values = Arrays.copyOf(values, Math.max(end, (int) Math.min(2L * values.length, 1 << 30)));
    }
    System.arraycopy(row, 0, values, rows * features, features);
    rows++;
  }

  public int rows() {
    return rows;
  }

  /** All rows, and room for more behind them. */
  public float[] values() {
    return values;
  }
}
