package io.layerscope.nn.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A row-major float32 matrix in the memory of an ND4J array. Its rows lie without gaps, and its
 * first number at a multiple of 64 bytes, a cache line and the widest vector.
 *
 * <p>The memory is freed by {@link #close()}; who closes makes sure that no one computes with it.
 */
public final class Matrix implements AutoCloseable {

  private static final int LINE_BYTES = 64;
  private static final MemorySegment ALL = Natives.MEMORY;

  private final INDArray owner;
  private final INDArray view;
  private final long address;
  private final int rows;
  private final int columns;

  private Matrix(int rows, int columns) {
    Natives.require();
    long size = Math.multiplyExact((long) rows, (long) columns);
    int spare = LINE_BYTES / Float.BYTES;
    owner = Nd4j.create(DataType.FLOAT, Math.max(1, size) + spare);
    long start = ((FloatPointer) owner.data().addressPointer()).address();
    long gap = (LINE_BYTES - start % LINE_BYTES) % LINE_BYTES;
    address = start + gap;
    view =
        Nd4j.create(
            owner.data(),
            new long[] {rows, columns},
            new long[] {columns, 1},
            gap / Float.BYTES,
            'c');
    this.rows = rows;
    this.columns = columns;
  }

  /** A matrix of zeros. */
  public static Matrix zeros(int rows, int columns) {
    return new Matrix(rows, columns);
  }

  /** A matrix of the given numbers, row after row. */
  public static Matrix of(int rows, int columns, float[] values) {
    Matrix matrix = zeros(rows, columns);
    matrix.set(values);
    return matrix;
  }

  /** The bytes of native memory that a matrix of this size takes. */
  public static long bytes(long rows, long columns) {
    return Math.addExact(
        Math.multiplyExact(Math.multiplyExact(rows, columns), (long) Float.BYTES), LINE_BYTES);
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public int size() {
    return rows * columns;
  }

  /** The ND4J array that these numbers are. */
  public INDArray array() {
    return view;
  }

  /** The address of the first number. */
  public long address() {
    return address;
  }

  /** The address of a number. */
  public long at(int row, int column) {
    return address + ((long) row * columns + column) * Float.BYTES;
  }

  public float get(int row, int column) {
    return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at(row, column));
  }

  public void set(int row, int column, float value) {
    ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at(row, column), value);
  }

  /** Sets all numbers, row after row; a shorter array sets the first ones. */
  public void set(float[] values) {
    if (values.length > (long) rows * columns) {
      throw new IllegalArgumentException(values.length + " values for " + rows + " x " + columns);
    }
    MemorySegment.copy(values, 0, ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, address, values.length);
  }

  /** Sets a row from an array. */
  public void setRow(int row, float[] values, int offset) {
    MemorySegment.copy(values, offset, ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, at(row, 0), columns);
  }

  /** Copies a row of another matrix with as many columns. */
  public void copyRow(int row, Matrix from, int fromRow) {
    MemorySegment.copy(ALL, from.at(fromRow, 0), ALL, at(row, 0), (long) columns * Float.BYTES);
  }

  /** Copies another matrix with as many columns and no more rows. */
  public void copy(Matrix from) {
    MemorySegment.copy(ALL, from.address, ALL, address, (long) from.size() * Float.BYTES);
  }

  public void fill(float value) {
    for (int i = 0; i < size(); i++) {
      ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address + 4L * i, value);
    }
  }

  /** All numbers, row after row. */
  public float[] toArray() {
    return toArray(rows);
  }

  /** The numbers of the first rows. */
  public float[] toArray(int firstRows) {
    float[] values = new float[firstRows * columns];
    MemorySegment.copy(ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, address, values, 0, values.length);
    return values;
  }

  @Override
  public void close() {
    if (!owner.wasClosed()) {
      owner.close();
    }
  }
}
