package io.layerscope.inference.oip;

import io.layerscope.inference.Tensor;
import io.layerscope.web.Problem;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What a tensor's elements are, and how one is laid out in a binary tensor, little-endian. */
enum Datatype {
  BOOL(1),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  FP16(2),
  FP32(4),
  FP64(8),
  BYTES(0);

  private static final double GREATEST_FP16 = 65504;

  private final int bytes;

  Datatype(int bytes) {
    this.bytes = bytes;
  }

  /** The datatype of a name, which is case-sensitive; null when there is none. */
  static @Nullable Datatype of(String name) {
    for (Datatype type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  boolean isFloat() {
    return this == FP16 || this == FP32 || this == FP64;
  }

  private boolean isUnsigned() {
    return name().startsWith("U");
  }

  /**
   * Whether a cell of JSON is an element of this datatype. Nothing, in the place of a number or a
   * text, stands for a missing value.
   */
  boolean holds(Tensor data, int i) {
    String text = data.text(i);
    double number = data.number(i);
    if (data.isMissing(i)) {
      return isFloat() || this == BYTES;
    }
    boolean truth = text != null && (text.equals("true") || text.equals("false"));
    return switch (this) {
      case BOOL -> truth && !Double.isNaN(number);
      case BYTES -> Double.isNaN(number);
      case FP16 -> text == null && Math.abs(number) <= GREATEST_FP16;
      case FP32, FP64 -> !Double.isNaN(number) && !truth;
      default -> !Double.isNaN(number) && !truth && inRange(number, text);
    };
  }

  private boolean inRange(double number, @Nullable String text) {
    if (text == null && number != Math.rint(number)) {
      return false;
    }
    BigInteger value = text == null ? new BigDecimal(number).toBigInteger() : new BigInteger(text);
    int bits = 8 * bytes;
    return isUnsigned()
        ? value.signum() >= 0 && value.bitLength() <= bits
        : value.bitLength() < bits;
  }

  /**
   * Reads a binary tensor.
   *
   * @throws Problem 400 when the bytes are not as many as the elements need
   */
  Tensor read(ByteBuffer in, int elements, String name) {
    Tensor tensor = new Tensor(elements);
    if (this != BYTES && in.remaining() != (long) elements * bytes) {
      throw wrongSize(name, in.remaining(), elements);
    }
    for (int i = 0; i < elements; i++) {
      if (this == BYTES) {
        tensor.add(text(in, name, elements));
      } else {
        add(in, tensor);
      }
    }
    if (in.hasRemaining()) {
      throw wrongSize(name, in.limit(), elements);
    }
    return tensor;
  }

  private void add(ByteBuffer in, Tensor tensor) {
    switch (this) {
      case BOOL -> tensor.add(in.get() != 0);
      case UINT8 -> tensor.add(in.get() & 0xff);
      case UINT16 -> tensor.add(in.getShort() & 0xffff);
      case UINT32 -> tensor.add(in.getInt() & 0xffff_ffffL);
      case UINT64 -> tensor.add(new BigInteger(Long.toUnsignedString(in.getLong())));
      case INT8 -> tensor.add(in.get());
      case INT16 -> tensor.add(in.getShort());
      case INT32 -> tensor.add(in.getInt());
      case INT64 -> tensor.add(BigInteger.valueOf(in.getLong()));
      case FP16 -> tensor.add(Float.float16ToFloat(in.getShort()));
      case FP32 -> tensor.add(in.getFloat());
      case FP64 -> tensor.add(in.getDouble());
      case BYTES -> throw new IllegalStateException("texts have no fixed size");
    }
  }

  /** Four bytes of length, then as many of UTF-8. */
  private static String text(ByteBuffer in, String name, int elements) {
    int length = in.remaining() < 4 ? -1 : in.getInt();
    if (length < 0 || length > in.remaining()) {
      throw wrongSize(name, in.limit(), elements);
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Problem wrongSize(String name, int bytes, int elements) {
    return Problem.malformed(
        "wrong-size",
        "",
        "The input " + name + " has " + bytes + " bytes, which are not " + elements + " elements.");
  }
}
