package io.layerscope.dataset.table;

/** The numbers of a column, one per row; NaN where one is missing. */
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Numbers {

  double get(int row);

  int length();

  /** Integers from 0 to 255, none missing: pixels, counts, codes. */
  record UnsignedBytes(byte[] values) implements Numbers {
    @Override
    public double get(int row) {
      return values[row] & 0xff;
    }

    @Override
    public int length() {
      return values.length;
    }
  }

  /** Numbers that single precision holds exactly. */
  record Floats(float[] values) implements Numbers {
    @Override
    public double get(int row) {
      return values[row];
    }

    @Override
    public int length() {
      return values.length;
    }
  }

  /** All others. */
  record Doubles(double[] values) implements Numbers {
    @Override
    public double get(int row) {
      return values[row];
    }

    @Override
    public int length() {
      return values.length;
    }
  }
}
