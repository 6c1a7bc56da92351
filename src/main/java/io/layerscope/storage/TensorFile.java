package io.layerscope.storage;

import io.layerscope.nn.array.NamedTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * The service's own weight format: a header of text (JSON) and named float32 tensors, each with a
 * checksum. All numbers are little-endian.
 *
 * <pre>
 * "LSTENSOR" | version u32 | header length u32 | header (UTF-8) | header CRC-32C u32 | tensors u32
 * per tensor: name length u32 | name | rank u32 | extents u32... | CRC-32C u32 | values f32...
 * </pre>
 *
 * Nothing in a file is believed before it is compared with the file's length.
 */
public final class TensorFile {

  private static final byte[] MAGIC = "LSTENSOR".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 1;
  private static final int LONGEST_NAME = 200;
  private static final int GREATEST_RANK = 4;
  private static final int MOST_TENSORS = 100_000;

  private TensorFile() {}

  /** What a file holds. */
  public record Content(String header, Map<String, NamedTensor> tensors) {

    /**
     * @throws DamagedFile when the file has no tensor of this name
     */
    public NamedTensor tensor(String name) {
      NamedTensor tensor = tensors.get(name);
      if (tensor == null) {
        throw new DamagedFile("it has no tensor named " + name);
      }
      return tensor;
    }
  }

  /** Writes a file; the caller publishes it. */
  public static void write(Path file, String header, Collection<NamedTensor> tensors) {
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      byte[] text = header.getBytes(StandardCharsets.UTF_8);
      ByteBuffer start = buffer(MAGIC.length + 16 + text.length);
      start.put(MAGIC).putInt(VERSION).putInt(text.length).put(text);
      start.putInt(crc(ByteBuffer.wrap(text))).putInt(tensors.size());
      put(out, start);
      for (NamedTensor tensor : tensors) {
        write(out, tensor);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(FileChannel out, NamedTensor tensor) throws IOException {
    byte[] name = tensor.name().getBytes(StandardCharsets.UTF_8);
    ByteBuffer values = buffer(Math.multiplyExact(4, tensor.values().length));
    values.asFloatBuffer().put(tensor.values());
    ByteBuffer start = buffer(12 + name.length + 4 * tensor.shape().size());
    start.putInt(name.length).put(name).putInt(tensor.shape().size());
    tensor.shape().forEach(start::putInt);
    start.putInt(crc(values.duplicate()));
    put(out, start);
    values.rewind();
    while (values.hasRemaining()) {
      out.write(values);
    }
  }

  /**
   * Reads a file that {@link #write} has written.
   *
   * @throws DamagedFile when it is anything else
   */
  public static Content read(Path file) {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      String header = header(in);
      int count = bounded(take(in, 4).getInt(), MOST_TENSORS, "number of tensors");
      Map<String, NamedTensor> tensors = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        NamedTensor tensor = readTensor(in);
        if (tensors.put(tensor.name(), tensor) != null) {
          throw new DamagedFile("it has two tensors named " + tensor.name());
        }
      }
      if (in.position() != in.size()) {
        throw new DamagedFile("it has bytes after its last tensor");
      }
      return new Content(header, tensors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a file's header alone.
   *
   * @throws DamagedFile when the file does not begin as {@link #write} writes
   */
  public static String header(Path file) {
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      return header(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String header(FileChannel in) throws IOException {
    ByteBuffer magic = take(in, MAGIC.length);
    if (!magic.equals(ByteBuffer.wrap(MAGIC))) {
      throw new DamagedFile("it does not begin as a tensor file does");
    }
    int version = take(in, 4).getInt();
    if (version != VERSION) {
      throw new DamagedFile("its format has version " + version + ", not " + VERSION);
    }
    ByteBuffer text = take(in, take(in, 4).getInt());
    int expected = take(in, 4).getInt();
    if (crc(text.duplicate()) != expected) {
      throw new DamagedFile("its header's checksum is wrong");
    }
    return decode(text);
  }

  private static NamedTensor readTensor(FileChannel in) throws IOException {
    String name = decode(take(in, bounded(take(in, 4).getInt(), LONGEST_NAME, "name's length")));
    int rank = bounded(take(in, 4).getInt(), GREATEST_RANK, "rank");
    List<Integer> shape = new ArrayList<>();
    long size = 1;
    for (int i = 0; i < rank; i++) {
      int extent = bounded(take(in, 4).getInt(), Integer.MAX_VALUE, "extent");
      shape.add(extent);
      size = Math.multiplyHigh(size, extent) == 0 ? size * extent : Long.MAX_VALUE;
      if (size < 0 || size > in.size() / 4) {
        throw new DamagedFile("the tensor " + name + " claims to be larger than the file");
      }
    }
    int expected = take(in, 4).getInt();
    ByteBuffer values = take(in, Math.toIntExact(4 * size));
    if (crc(values.duplicate()) != expected) {
      throw new DamagedFile("the checksum of the tensor " + name + " is wrong");
    }
    float[] floats = new float[(int) size];
    values.asFloatBuffer().get(floats);
    return new NamedTensor(name, shape, floats);
  }

  private static ByteBuffer take(FileChannel in, int bytes) throws IOException {
    if (bytes < 0 || bytes > in.size() - in.position()) {
      throw new DamagedFile("it ends too early");
    }
    ByteBuffer buffer = buffer(bytes);
    while (buffer.hasRemaining()) {
      if (in.read(buffer) < 0) {
        throw new DamagedFile("it ends too early");
      }
    }
    return buffer.flip();
  }

  private static void put(FileChannel out, ByteBuffer written) throws IOException {
    written.flip();
    while (written.hasRemaining()) {
      out.write(written);
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int bounded(int value, int greatest, String what) {
    if (value < 0 || value > greatest) {
      throw new DamagedFile("its " + what + " is " + Integer.toUnsignedString(value));
    }
    return value;
  }

  private static String decode(ByteBuffer text) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException e) {
      throw new DamagedFile("its text is not UTF-8");
    }
  }

  private static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }
}
