package io.layerscope.dataset.table;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.layerscope.storage.DamagedFile;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A column as a table file's header describes it, and its values as bytes. */
record StoredColumn(
    String name,
    Type type,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> categories) {

  private static final int BLOCK = 1 << 13;

  /** A file that lacks them is refused where it is read. */
  StoredColumn {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    categories = categories == null ? null : List.copyOf(categories);
  }

  /** How a value is written. */
  enum Type {
    @JsonProperty("uint8")
    UINT8(1),
    @JsonProperty("float32")
    FLOAT32(4),
    @JsonProperty("float64")
    FLOAT64(8),
    @JsonProperty("int32")
    INT32(4);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    int bytes() {
      return bytes;
    }
  }

  static StoredColumn of(Column column) {
    return switch (column) {
      case CategoricalColumn categorical ->
          new StoredColumn(categorical.name(), Type.INT32, categorical.categories());
      case NumericColumn numeric ->
          new StoredColumn(
              numeric.name(),
              switch (numeric.numbers()) {
                case Numbers.UnsignedBytes _ -> Type.UINT8;
                case Numbers.Floats _ -> Type.FLOAT32;
                case Numbers.Doubles _ -> Type.FLOAT64;
              },
              null);
    };
  }

  static void write(Column column, OutputStream out) throws IOException {
    switch (column) {
      case CategoricalColumn categorical -> {
        int[] codes = categorical.codes();
        write(out, codes.length, 4, (buffer, row) -> buffer.putInt(codes[row]));
      }
      case NumericColumn numeric -> {
        switch (numeric.numbers()) {
          case Numbers.UnsignedBytes bytes -> out.write(bytes.values());
          case Numbers.Floats floats ->
              write(
                  out, floats.length(), 4, (buffer, row) -> buffer.putFloat(floats.values()[row]));
          case Numbers.Doubles doubles ->
              write(
                  out,
                  doubles.length(),
                  8,
                  (buffer, row) -> buffer.putDouble(doubles.values()[row]));
        }
      }
    }
  }

  Column read(int rows, DataInputStream in) throws IOException {
    switch (type) {
      case UINT8 -> {
        byte[] values = new byte[rows];
        in.readFully(values);
        return new NumericColumn(name, new Numbers.UnsignedBytes(values));
      }
      case FLOAT32 -> {
        float[] values = new float[rows];
        read(in, rows, 4, (buffer, row) -> values[row] = buffer.getFloat());
        return new NumericColumn(name, new Numbers.Floats(values));
      }
      case FLOAT64 -> {
        double[] values = new double[rows];
        read(in, rows, 8, (buffer, row) -> values[row] = buffer.getDouble());
        return new NumericColumn(name, new Numbers.Doubles(values));
      }
      case INT32 -> {
        return new CategoricalColumn(name, known(), codes(rows, in));
      }
    }
    throw new DamagedFile("A column has no type");
  }

  private int[] codes(int rows, DataInputStream in) throws IOException {
    int[] codes = new int[rows];
    int categories = known().size();
    read(
        in,
        rows,
        4,
        (buffer, row) -> {
          int code = buffer.getInt();
          if (code < -1 || code >= categories) {
            throw new DamagedFile("A column has a category that it does not name");
          }
          codes[row] = code;
        });
    return codes;
  }

  private List<String> known() {
    return categories == null ? List.of() : categories;
  }

  /** Moves one row's value between an array and a buffer. */
  private interface Move {
    void move(ByteBuffer buffer, int row);
  }

  private static void write(OutputStream out, int rows, int bytes, Move put) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BLOCK * bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < rows; from += BLOCK) {
      buffer.clear();
      for (int row = from; row < Math.min(from + BLOCK, rows); row++) {
        put.move(buffer, row);
      }
      out.write(buffer.array(), 0, buffer.position());
    }
  }

  private static void read(DataInputStream in, int rows, int bytes, Move get) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(BLOCK * bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < rows; from += BLOCK) {
      int count = Math.min(BLOCK, rows - from);
      in.readFully(buffer.array(), 0, count * bytes);
      buffer.clear();
      for (int row = from; row < from + count; row++) {
        get.move(buffer, row);
      }
    }
  }
}
