package io.layerscope.model.export;

import io.layerscope.nn.array.NamedTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tensors as safetensors: the header's length (u64), the header (JSON: {@code dtype}, {@code shape}
 * and {@code data_offsets} of each tensor, texts under {@code __metadata__}), then the values,
 * little-endian, one tensor behind the other without a gap.
 */
final class SafetensorsFile {

  private static final String METADATA = "__metadata__";
  private static final int ALIGNMENT = 8;

  /** A tree of JSON takes many times its text's size. */
  private static final long LONGEST_HEADER =
      Math.min(16 << 20, Runtime.getRuntime().maxMemory() / 64);

  private SafetensorsFile() {}

  /** What a file holds; all tensors are float32. */
  record Content(Map<String, String> metadata, List<NamedTensor> tensors) {}

  /** A file that is not what it should be; the message says why. */
  static final class Malformed extends RuntimeException {

    private static final long serialVersionUID = 1;

    Malformed(String message) {
      super(message);
    }
  }

  static void write(
      JsonMapper json, List<NamedTensor> tensors, Map<String, String> metadata, OutputStream out)
      throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put(METADATA, metadata);
    long offset = 0;
    for (NamedTensor tensor : tensors) {
      long end = offset + 4L * tensor.values().length;
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", "F32");
      entry.put("shape", tensor.shape());
      entry.put("data_offsets", List.of(offset, end));
      header.put(tensor.name(), entry);
      offset = end;
    }
    byte[] text = json.writeValueAsBytes(header);
    int length = Math.ceilDiv(text.length, ALIGNMENT) * ALIGNMENT;
    out.write(little(8).putLong(length).array());
    out.write(text);
    out.write(" ".repeat(length - text.length).getBytes(StandardCharsets.US_ASCII));
    for (NamedTensor tensor : tensors) {
      ByteBuffer values = little(Math.multiplyExact(4, tensor.values().length));
      values.asFloatBuffer().put(tensor.values());
      out.write(values.array());
    }
  }

  /**
   * Reads a file; nothing in it is believed before it is compared with the file's length.
   *
   * @throws Malformed when it is not whole, or no safetensors file of float32
   */
  static Content read(JsonMapper json, Path file) throws IOException {
    try (FileChannel in = FileChannel.open(file)) {
      long length = in.size() < 8 ? -1 : take(in, 8).getLong();
      if (length < 2 || length > Math.min(LONGEST_HEADER, in.size() - 8)) {
        throw new Malformed("it does not begin as a safetensors file does");
      }
      JsonNode header = header(json, take(in, (int) length));
      Map<String, String> metadata = metadata(header);
      List<NamedTensor> tensors = new ArrayList<>();
      long end = 0;
      for (Map.Entry<String, JsonNode> entry : header.properties()) {
        if (!entry.getKey().equals(METADATA)) {
          NamedTensor tensor = tensor(in, entry.getKey(), entry.getValue(), end);
          tensors.add(tensor);
          end += 4L * tensor.values().length;
        }
      }
      if (in.position() != in.size()) {
        throw new Malformed("it has bytes behind its last tensor");
      }
      return new Content(metadata, tensors);
    }
  }

  private static JsonNode header(JsonMapper json, ByteBuffer text) {
    try {
      JsonNode header = json.readTree(text.array());
      if (header.isObject()) {
        return header;
      }
    } catch (JacksonException e) {
      // The refusal below is all that a client needs to know.
    }
    throw new Malformed("its header is no JSON object");
  }

  private static Map<String, String> metadata(JsonNode header) {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : header.path(METADATA).properties()) {
      if (!entry.getValue().isString()) {
        throw new Malformed("its metadata " + entry.getKey() + " is no text");
      }
      metadata.put(entry.getKey(), entry.getValue().stringValue());
    }
    return metadata;
  }

  private static NamedTensor tensor(FileChannel in, String name, JsonNode entry, long from)
      throws IOException {
    if (!entry.path("dtype").asString("").equals("F32")) {
      throw new Malformed("its tensor " + name + " is not of F32");
    }
    List<Integer> shape = new ArrayList<>();
    long size = 1;
    for (JsonNode extent : entry.path("shape")) {
      if (!extent.isIntegralNumber() || !extent.canConvertToInt() || extent.intValue() < 0) {
        throw new Malformed("its tensor " + name + " has no shape");
      }
      shape.add(extent.intValue());
      size = Math.multiplyHigh(size, extent.intValue()) == 0 ? size * extent.intValue() : -1;
      if (size < 0 || size > (in.size() - in.position()) / 4) {
        throw new Malformed("its tensor " + name + " is larger than the file");
      }
    }
    JsonNode offsets = entry.path("data_offsets");
    if (offsets.size() != 2
        || offsets.get(0).asLong(-1) != from
        || offsets.get(1).asLong(-1) != from + 4 * size) {
      throw new Malformed("its tensor " + name + " is not where its neighbours and shape put it");
    }
    float[] values = new float[(int) size];
    take(in, (int) (4 * size)).asFloatBuffer().get(values);
    return new NamedTensor(name, shape, values);
  }

  private static ByteBuffer take(FileChannel in, int bytes) throws IOException {
    ByteBuffer buffer = little(bytes);
    while (buffer.hasRemaining()) {
      if (in.read(buffer) < 0) {
        throw new Malformed("it ends too early");
      }
    }
    return buffer.flip();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
