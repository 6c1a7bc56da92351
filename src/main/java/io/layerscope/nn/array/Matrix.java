package io.layerscope.nn.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A row-major float32 matrix in the memory of an ND4J array, its first number at a multiple of 64
 * bytes: a cache line and the widest vector.
 *
 * <p>Rows of a multiple of a kilobyte are followed by a line of zeros: without it the numbers of a
 * column would all fall into a few sets of the cache and push each other out. Padding stays zero;
 * who changes all numbers at once may count it as numbers, see {@link #stored(int)}.
 *
 * <p>The memory is freed by {@link #close()}; who closes makes sure that no one computes with it.
 */
public final class Matrix implements AutoCloseable {

  private static final int LINE_BYTES = 64;
  private static final int LINE = LINE_BYTES / Float.BYTES;
  private static final int ALIASING = 256;
  private static final MemorySegment ALL = Natives.MEMORY;
  private static final AtomicLong ALLOCATED = new AtomicLong();

  private final INDArray owner;
  private final INDArray view;
  private final long address;
  private final int rows;
  private final int columns;
  private final int stride;

  private Matrix(int rows, int columns) {
    Natives.require();
    stride = stride(rows, columns);
    long size = Math.multiplyExact((long) rows, (long) stride);
    owner = Nd4j.create(DataType.FLOAT, Math.max(1, size) + LINE);
    ALLOCATED.addAndGet(ownBytes());
    long start = ((FloatPointer) owner.data().addressPointer()).address();
    long gap = (LINE_BYTES - start % LINE_BYTES) % LINE_BYTES;
    address = start + gap;
    view =
        Nd4j.create(
            owner.data(),
            new long[] {rows, columns},
            new long[] {stride, 1},
            gap / Float.BYTES,
            'c');
    this.rows = rows;
    this.columns = columns;
  }

  private static int stride(long rows, int columns) {
    return rows > 1 && columns % ALIASING == 0 ? columns + LINE : columns;
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
  public static long bytes(long rows, int columns) {
    long stride = stride(rows, columns);
    return Math.addExact(
        Math.multiplyExact(Math.multiplyExact(rows, stride), (long) Float.BYTES), LINE_BYTES);
  }

  /** The bytes of native memory that all matrices of this process take now. */
  public static long allocatedBytes() {
    return ALLOCATED.get();
  }

  private long ownBytes() {
    return owner.data().length() * Float.BYTES;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  /** How far apart the first numbers of neighbouring rows are, in numbers. */
  public int stride() {
    return stride;
  }

  public int size() {
    return rows * columns;
  }

  /** How many numbers the first rows take in memory, zeros between the rows among them. */
  public int stored(int firstRows) {
    return firstRows * stride;
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
    return address + ((long) row * stride + column) * Float.BYTES;
  }

  public float get(int row, int column) {
    return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at(row, column));
  }

  public void set(int row, int column, float value) {
    ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at(row, column), value);
  }

  /** Sets all numbers, row after row; a shorter array sets the first rows. */
  public void set(float[] values) {
    if (values.length > (long) rows * columns) {
      throw new IllegalArgumentException(values.length + " values for " + rows + " x " + columns);
    }
    for (int row = 0; row * columns < values.length; row++) {
      setRow(row, values, row * columns);
    }
  }

  /** Sets a row from an array. */
  public void setRow(int row, float[] values, int offset) {
    int count = Math.min(columns, values.length - offset);
    MemorySegment.copy(values, offset, ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, at(row, 0), count);
  }

  /** Copies a row of another matrix with as many columns. */
  public void copyRow(int row, Matrix from, int fromRow) {
    MemorySegment.copy(ALL, from.at(fromRow, 0), ALL, at(row, 0), (long) columns * Float.BYTES);
  }

  /** Copies another matrix with as many columns and no more rows. */
  public void copy(Matrix from) {
    for (int row = 0; row < from.rows; row++) {
      copyRow(row, from, row);
    }
  }

  public void fill(float value) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        set(row, column, value);
      }
    }
  }

  /** All numbers, row after row. */
  public float[] toArray() {
    return toArray(rows);
  }

  /** The numbers of the first rows. */
  public float[] toArray(int firstRows) {
    float[] values = new float[firstRows * columns];
    copyTo(values, firstRows);
    return values;
  }

  /** Copies the numbers of the first rows to the beginning of an array. */
  public void copyTo(float[] values, int firstRows) {
    for (int row = 0; row < firstRows; row++) {
      MemorySegment.copy(
          ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, at(row, 0), values, row * columns, columns);
    }
  }

  @Override
  public void close() {
    if (!owner.wasClosed()) {
      ALLOCATED.addAndGet(-ownBytes());
      owner.close();
    }
  }
}
