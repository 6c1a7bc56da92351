package io.layerscope.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Makes the checksums of our own formats right, so that changed bytes get behind them. */
final class Checksums {

  private static final int TENSORS_BEGIN = 8 + 4;

  private Checksums() {}

  /** A table's file has one checksum, at its end. */
  static byte[] ofTable(byte[] bytes) {
    byte[] mended = bytes.clone();
    int end = mended.length - 4;
    if (end >= 0) {
      little(mended).putInt(end, crc(mended, 0, end));
    }
    return mended;
  }

  /** A file of tensors has one behind its header, and one before each tensor's values. */
  static byte[] ofTensors(byte[] bytes) {
    byte[] mended = bytes.clone();
    ByteBuffer file = little(mended);
    try {
      file.position(TENSORS_BEGIN);
      int header = file.getInt();
      int begin = file.position();
      file.position(begin + header);
      file.putInt(crc(mended, begin, header));
      for (int count = file.getInt(); count > 0; count--) {
        int name = file.getInt();
        file.position(file.position() + name);
        int size = 4;
        for (int rank = file.getInt(); rank > 0; rank--) {
          size = Math.multiplyExact(size, file.getInt());
        }
        int values = file.position() + 4;
        file.putInt(crc(mended, values, size));
        file.position(values + size);
      }
    } catch (IllegalArgumentException
        | IndexOutOfBoundsException
        | java.nio.BufferUnderflowException
        | java.nio.BufferOverflowException
        | ArithmeticException tooShort) {
      // The rest stays as it is: no length in it is right.
    }
    return mended;
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
