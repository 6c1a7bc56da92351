package io.layerscope.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.nn.array.NamedTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelHashTest {

  private static final List<String> CLASSES = List.of("no", "yes");
  private static final NamedTensor BIAS = new NamedTensor("bias", List.of(2), new float[] {1, 2});
  private static final NamedTensor WEIGHTS =
      new NamedTensor("weights", List.of(1, 2), new float[] {3, 4});

  @Test
  void the_order_of_the_tensors_does_not_matter() {
    assertThat(ModelHash.of(List.of(WEIGHTS, BIAS), "{}", CLASSES))
        .isEqualTo(ModelHash.of(List.of(BIAS, WEIGHTS), "{}", CLASSES))
        .matches("[0-9a-f]{64}");
  }

  @Test
  void values_names_shapes_preprocessing_and_classes_matter() {
    List<String> hashes =
        List.of(
            ModelHash.of(List.of(BIAS), "{}", CLASSES),
            ModelHash.of(
                List.of(new NamedTensor("bias", List.of(2), new float[] {1, 3})), "{}", CLASSES),
            ModelHash.of(
                List.of(new NamedTensor("gamma", List.of(2), new float[] {1, 2})), "{}", CLASSES),
            ModelHash.of(
                List.of(new NamedTensor("bias", List.of(1, 2), new float[] {1, 2})), "{}", CLASSES),
            ModelHash.of(List.of(BIAS), "{ }", CLASSES),
            ModelHash.of(List.of(BIAS), "{}", List.of("yes", "no")));
    assertThat(hashes).doesNotHaveDuplicates();
  }

  @Test
  void the_hash_is_over_little_endian_numbers_and_texts_behind_their_length() throws Exception {
    ByteBuffer expected = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    expected.putInt(1).putInt(4).put("bias".getBytes("UTF-8")).putInt(1).putInt(2);
    expected.putFloat(1).putFloat(2).putInt(2).put("{}".getBytes("UTF-8"));
    expected.putInt(2).putInt(2).put("no".getBytes("UTF-8")).putInt(3).put("yes".getBytes("UTF-8"));
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(expected.flip());
    assertThat(ModelHash.of(List.of(BIAS), "{}", CLASSES))
        .isEqualTo(HexFormat.of().formatHex(digest.digest()));
  }

  @Test
  void tensors_longer_than_a_block_are_hashed_whole() {
    float[] values = new float[100_000];
    String before = hash(values);
    values[99_999] = 1;
    assertThat(hash(values)).isNotEqualTo(before);
  }

  private static String hash(float[] values) {
    return ModelHash.of(
        List.of(new NamedTensor("w", List.of(values.length), values)), "{}", CLASSES);
  }
}
