package io.layerscope.dataset.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layerscope.dataset.table.Table;
import io.layerscope.web.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTableTest {

  private static final byte[] IMAGES = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, -1
  };
  private static final byte[] LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 10, 9};

  @TempDir private Path folder;

  @Test
  void each_pixel_is_a_column_and_classes_are_in_order() throws IOException {
    Limits limits = Limits.defaults();
    Table table = IdxTable.read(file("images", IMAGES), file("labels", LABELS), limits);
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.columns()).hasSize(3);
    assertThat(table.columns().get(2).number(0)).isEqualTo(3);
    assertThat(table.columns().get(2).number(1)).isEqualTo(255);
    assertThat(table.classes()).containsExactly("9", "10");
    assertThat(table.labels()).containsExactly(1, 0);
  }

  @Test
  void files_of_a_wrong_size_or_kind_are_refused() throws IOException {
    assertThat(refused(Arrays.copyOf(IMAGES, 21), LABELS)).contains("ends after 1");
    assertThat(refused(Arrays.copyOf(IMAGES, 23), LABELS)).contains("longer");
    assertThat(refused(Arrays.copyOf(IMAGES, 10), LABELS)).contains("within their header");
    assertThat(refused(IMAGES, Arrays.copyOf(LABELS, 9))).contains("ends after 1");
    assertThat(refused(IMAGES, Arrays.copyOf(LABELS, 11))).contains("longer");
    assertThat(refused(LABELS, LABELS)).contains("dimension");
    assertThat(refused(IMAGES, IMAGES)).contains("dimensions");
    assertThat(refused(with(IMAGES, 2, 13), LABELS)).contains("type 13");
    assertThat(refused(with(IMAGES, 7, 1), LABELS)).contains("1 images and 2 labels");
    assertThat(refused(with(IMAGES, 4, -1), LABELS)).contains("negative");
    assertThat(refused(with(IMAGES, 0, 1), LABELS)).contains("do not begin");
  }

  private String refused(byte[] images, byte[] labels) throws IOException {
    UploadedFile first = file("images", images);
    UploadedFile second = file("labels", labels);
    Problem problem =
        catchThrowableOfType(Problem.class, () -> IdxTable.read(first, second, Limits.defaults()));
    assertThat(problem).isNotNull();
    assertThat(problem.code()).isEqualTo("malformed-idx");
    assertThat(problem.status().value()).isEqualTo(400);
    return problem.detail();
  }

  private static byte[] with(byte[] bytes, int index, int value) {
    byte[] altered = bytes.clone();
    altered[index] = (byte) value;
    return altered;
  }

  private UploadedFile file(String name, byte[] content) throws IOException {
    return new UploadedFile(Files.write(folder.resolve(name), content), Limits.defaults());
  }
}
