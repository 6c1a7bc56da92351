package io.layerscope.run.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.nd4j.shade.protobuf.CodedInputStream;
import org.tensorflow.framework.Summary;

/** An event as TensorFlow's own messages read it, which come with ND4J. */
record ReadEvent(double wallTime, long step, String version, @Nullable Summary summary) {

  static List<ReadEvent> all(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<ReadEvent> events = new ArrayList<>();
    while (in.hasRemaining()) {
      byte[] length = new byte[Long.BYTES];
      in.get(length);
      require(in.getInt() == masked(length));
      byte[] data = new byte[(int) ByteBuffer.wrap(length).order(in.order()).getLong()];
      in.get(data);
      require(in.getInt() == masked(data));
      events.add(parse(data));
    }
    return events;
  }

  private static ReadEvent parse(byte[] data) {
    try {
      CodedInputStream in = CodedInputStream.newInstance(data);
      double wallTime = 0;
      long step = 0;
      String version = "";
      Summary summary = null;
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        switch (tag >>> 3) {
          case 1 -> wallTime = in.readDouble();
          case 2 -> step = in.readInt64();
          case 3 -> version = in.readString();
          case 5 -> summary = Summary.parseFrom(in.readByteArray());
          default -> throw new AssertionError("unknown field " + tag);
        }
      }
      return new ReadEvent(wallTime, step, version, summary);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    long value = crc.getValue();
    return (int) (((value >>> 15 | value << 17) & 0xFFFFFFFFL) + 0xA282EAD8L);
  }

  private static void require(boolean right) {
    if (!right) {
      throw new AssertionError("a record's checksum is wrong");
    }
  }

  /** The value under a tag. */
  Summary.Value value(String tag) {
    if (summary == null) {
      throw new AssertionError("no values at " + step);
    }
    return summary.getValueList().stream()
        .filter(value -> value.getTag().equals(tag))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + tag + " at " + step));
  }

  /** All tags, in order. */
  List<String> tags() {
    return summary == null
        ? List.of()
        : summary.getValueList().stream().map(Summary.Value::getTag).toList();
  }
}
