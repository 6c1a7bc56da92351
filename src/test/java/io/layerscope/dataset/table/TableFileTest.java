package io.layerscope.dataset.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerscope.storage.DamagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFileTest {

  private static final Table TABLE =
      new Table(
          3,
          List.of(
              new NumericColumn("bytes", new Numbers.UnsignedBytes(new byte[] {0, 127, -1})),
              new NumericColumn("floats", new Numbers.Floats(new float[] {1.5f, Float.NaN, -2})),
              new NumericColumn("doubles", new Numbers.Doubles(new double[] {0.1, 1e300, 3})),
              new CategoricalColumn("colour", List.of("blue", "réd"), new int[] {1, -1, 0})),
          new CategoricalColumn("label", List.of("a", "b"), new int[] {0, 1, 0}));

  @TempDir private Path folder;

  @Test
  void a_table_comes_back_as_it_was() throws IOException {
    Path file = folder.resolve("table");
    TableFile.write(file, TABLE);
    Table read = TableFile.read(file);
    assertThat(read.rows()).isEqualTo(3);
    assertThat(read.classes()).containsExactly("a", "b");
    assertThat(read.labels()).containsExactly(0, 1, 0);
    for (int i = 0; i < TABLE.columns().size(); i++) {
      Column written = TABLE.columns().get(i);
      Column column = read.columns().get(i);
      assertThat(column.name()).isEqualTo(written.name());
      assertThat(column.categories()).isEqualTo(written.categories());
      for (int row = 0; row < 3; row++) {
        assertThat(Double.compare(column.number(row), written.number(row))).isZero();
        assertThat(column.category(row)).isEqualTo(written.category(row));
      }
    }
  }

  @Test
  void any_byte_that_is_altered_or_missing_is_noticed() throws IOException {
    Path file = folder.resolve("table");
    TableFile.write(file, TABLE);
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      byte[] altered = bytes.clone();
      altered[i] ^= 0x10;
      Files.write(file, altered);
      assertThatThrownBy(() -> TableFile.read(file)).isInstanceOf(DamagedFile.class);
      Files.write(file, Arrays.copyOf(bytes, i));
      assertThatThrownBy(() -> TableFile.read(file)).isInstanceOf(DamagedFile.class);
    }
  }
}
