package io.layerscope.model.export;

import io.layerscope.nn.array.NamedTensor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Tensors as numpy's npz: an archive, not compressed, with a file of format npy 1.0 for each, which
 * is a header that is a Python literal, and the values in C order.
 */
final class NpzFile {

  private static final int ALIGNMENT = 64;
  private static final int PREFIX = 10;

  /** The first moment that the format can tell, so that equal models give equal files. */
  private static final long EPOCH_OF_ZIP = 315_532_800_000L;

  private NpzFile() {}

  static void write(List<NamedTensor> tensors, OutputStream out) throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (NamedTensor tensor : tensors) {
      byte[] bytes = npy(tensor);
      CRC32 crc = new CRC32();
      crc.update(bytes);
      ZipEntry entry = new ZipEntry(tensor.name() + ".npy");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(bytes.length);
      entry.setCrc(crc.getValue());
      entry.setTime(EPOCH_OF_ZIP);
      zip.putNextEntry(entry);
      zip.write(bytes);
      zip.closeEntry();
    }
    zip.finish();
  }

  private static byte[] npy(NamedTensor tensor) {
    String shape =
        tensor.shape().stream().map(String::valueOf).collect(Collectors.joining(", "))
            + (tensor.shape().size() == 1 ? "," : "");
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + shape + "), }";
    int length = Math.ceilDiv(PREFIX + text.length() + 1, ALIGNMENT) * ALIGNMENT;
    byte[] header =
        (text + " ".repeat(length - PREFIX - text.length() - 1) + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.addExact(length, Math.multiplyExact(4, tensor.values().length)))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) header.length).put(header);
    bytes.asFloatBuffer().put(tensor.values());
    return bytes.array();
  }
}
