package io.layerscope.model;

import io.layerscope.nn.array.NamedTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The hash of what decides a model's answers: SHA-256 over, in this order, each tensor by name
 * (name, rank, extents, values), the preprocessing as JSON, and the classes. Texts are UTF-8 behind
 * their length; all numbers are little-endian, values float32. No time, run, name or host is in it,
 * so the same training gives the same hash wherever and whenever it ran.
 */
final class ModelHash {

  private static final int BLOCK = 1 << 14;

  private final MessageDigest digest;
  private final ByteBuffer buffer = ByteBuffer.allocate(4 * BLOCK).order(ByteOrder.LITTLE_ENDIAN);

  private ModelHash() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String of(Collection<NamedTensor> tensors, String preprocessing, List<String> classes) {
    ModelHash hash = new ModelHash();
    hash.number(tensors.size());
    tensors.stream().sorted(Comparator.comparing(NamedTensor::name)).forEach(hash::tensor);
    hash.text(preprocessing);
    hash.number(classes.size());
    classes.forEach(hash::text);
    return HexFormat.of().formatHex(hash.digest.digest());
  }

  private void tensor(NamedTensor tensor) {
    text(tensor.name());
    number(tensor.shape().size());
    tensor.shape().forEach(this::number);
    float[] values = tensor.values();
    for (int from = 0; from < values.length; from += BLOCK) {
      int length = Math.min(BLOCK, values.length - from);
      buffer.clear().asFloatBuffer().put(values, from, length);
      digest.update(buffer.limit(4 * length));
    }
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    digest.update(bytes);
  }

  private void number(int value) {
    digest.update(buffer.clear().putInt(value).flip());
  }
}
