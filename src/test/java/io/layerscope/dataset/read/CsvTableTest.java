package io.layerscope.dataset.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layerscope.SharedData;
import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.dataset.table.Numbers;
import io.layerscope.dataset.table.NumericColumn;
import io.layerscope.dataset.table.Table;
import io.layerscope.web.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class CsvTableTest {

  private static final ReadOptions DEFAULTS = ReadOptions.DEFAULTS;

  @TempDir private Path folder;

  @Test
  void adult_is_read_as_it_is() throws IOException {
    Table adult = shared("uci/adult-train.csv", DEFAULTS);
    assertThat(adult.rows()).isEqualTo(32_561);
    assertThat(adult.columns()).hasSize(14);
    assertThat(adult.classes()).containsExactly("<=50K", ">50K");
    assertThat(adult.columns().stream().filter(c -> c.kind() == ColumnKind.NUMERIC)).hasSize(6);
    assertThat(adult.columns().stream().mapToInt(Column::missing).sum()).isEqualTo(4262);
    assertThat(adult.columns().get(1).categories()).contains("State-gov").doesNotContain("?");
  }

  @Test
  void codes_of_horse_colic_are_categories_where_kinds_says_so() throws IOException {
    ReadOptions options =
        DEFAULTS.withTarget("23").with(Map.of("x24", ColumnKind.CATEGORICAL), List.of("x2"));
    Table horses = shared("uci/horse-colic.csv", options);
    assertThat(horses.rows()).isEqualTo(300);
    assertThat(horses.columns()).hasSize(26);
    assertThat(horses.target().name()).isEqualTo("x23");
    assertThat(horses.classes()).containsExactly("1", "2");
    Column codes =
        horses.columns().stream().filter(c -> c.name().equals("x24")).findFirst().orElseThrow();
    assertThat(codes.kind()).isEqualTo(ColumnKind.CATEGORICAL);
    assertThat(codes.categories()).contains("00000", "02208");
    assertThat(horses.columns().stream().mapToInt(Column::missing).sum()).isEqualTo(1605);
  }

  @Test
  void numeric_files_without_a_header_are_read_as_they_are() throws IOException {
    assertThat(shared("uci/sonar.csv", DEFAULTS).classes()).containsExactly("M", "R");
    assertThat(shared("uci/wheat-seeds.csv", DEFAULTS).classes()).containsExactly("1", "2", "3");
    Table notes = shared("uci/banknote_authentication.csv", DEFAULTS);
    assertThat(notes.rows()).isEqualTo(1372);
    assertThat(notes.columns().getFirst().number(0)).isEqualTo(3.6216);
    assertThat(shared("samples/digits.csv", DEFAULTS).target().name()).isEqualTo("digit");
  }

  @Test
  void numbers_are_held_as_narrowly_as_keeps_them() throws IOException {
    Table table = read("a,b,c,d,y\n0,1,0.5,0.1,p\n255,256,?,3,q\n7,2,1,1,p\n");
    assertThat(numbers(table, 0)).isInstanceOf(Numbers.UnsignedBytes.class);
    assertThat(numbers(table, 1)).isInstanceOf(Numbers.Floats.class);
    assertThat(numbers(table, 2)).isInstanceOf(Numbers.Floats.class);
    assertThat(numbers(table, 3)).isInstanceOf(Numbers.Doubles.class);
    assertThat(table.columns().get(2).number(1)).isNaN();
    assertThat(table.columns().get(3).number(0)).isEqualTo(0.1);
  }

  @Test
  void a_column_that_turns_out_to_be_text_keeps_the_texts_of_its_numbers() throws IOException {
    Table table = read("a,y\n01,p\n2.0,q\nx,p\n");
    assertThat(table.columns().getFirst().categories()).containsExactly("01", "2.0", "x");
  }

  @Test
  void classes_are_in_numeric_order_when_all_are_numbers() throws IOException {
    assertThat(read("1,10\n2,9\n3,-1\n").classes()).containsExactly("-1", "9", "10");
    assertThat(read("1,b\n2,B\n3,10\n4,9\n").classes()).containsExactly("10", "9", "B", "b");
  }

  @Test
  void quotes_delimiters_blanks_line_ends_and_a_byte_order_mark_are_understood()
      throws IOException {
    Table table = read("\ufeffname;size;y\r\n\"a;b\"; 1 ;p\r\n \"c\"\"d\" ;\t2;q\r\n\r\n   \r\n");
    assertThat(table.rows()).isEqualTo(2);
    assertThat(table.columns().getFirst().name()).isEqualTo("name");
    assertThat(table.columns().getFirst().categories()).containsExactly("a;b", "c\"d");
    assertThat(table.columns().get(1).number(1)).isEqualTo(2);
  }

  @Test
  void a_header_is_recognized_or_declared() throws IOException {
    assertThat(read("a,y\n1,p\n2,q\n").rows()).isEqualTo(2);
    assertThat(read("red,p\nblue,q\nred,p\n").rows()).isEqualTo(3);
    assertThat(read("colour,class\nred,p\nblue,q\nred,p\n").rows()).isEqualTo(3);
    assertThat(read("no,no\nyes,no\nno,yes\n").rows()).isEqualTo(3);
    assertThat(refused("a,a\n1,p\n2,q\n").code()).isEqualTo("duplicate-column");
    ReadOptions declared = new ReadOptions(null, true, null, List.of(), Map.of(), List.of());
    Table years = read("2019,2020,y\n1,2,p\n3,4,q\n", declared);
    assertThat(years.columns().getFirst().name()).isEqualTo("2019");
    ReadOptions none = new ReadOptions(null, false, null, List.of(), Map.of(), List.of());
    assertThat(read("a,y\n1,p\n2,q\n", none).rows()).isEqualTo(3);
  }

  @Test
  void missing_texts_may_be_numbers() throws IOException {
    ReadOptions options = new ReadOptions(null, null, null, List.of("-999"), Map.of(), List.of());
    Table table = read("a,y\n1,p\n-999,q\n,q\n", options);
    assertThat(table.columns().getFirst().missing()).isEqualTo(2);
  }

  @Test
  void what_is_wrong_is_named_with_its_line_and_column() throws IOException {
    assertThat(refused("a,y\n1,p\n2\n").detail()).contains("Line 3", "column 2", "1 of 2");
    assertThat(refused("a,y\n1,p\n2,q,r\n").detail()).contains("Line 3", "column 3");
    assertThat(refused("a,y\n1,p\n2,?\n").detail()).contains("Line 3, column 2 (y)");
    assertThat(refused("a,y\n1,p\n\"2,q\n3,p\n").detail()).contains("Line 3, column 1", "quote");
    Path file = folder.resolve("latin");
    Files.write(file, "a,y\n1,p\n2,\u00e9\n3,p\n".getBytes(StandardCharsets.ISO_8859_1));
    Problem latin = refused(file, DEFAULTS, Limits.defaults());
    assertThat(latin.code()).isEqualTo("malformed-csv");
    assertThat(latin.detail()).isEqualTo("Line 3 is not UTF-8: after '2,' comes the byte 0xe9.");
  }

  @Test
  void a_continuous_target_is_refused_and_can_be_declared() throws IOException {
    StringBuilder csv = new StringBuilder("a,y\n");
    for (int i = 0; i < 3000; i++) {
      csv.append(i % 7).append(',').append(i / 7.0).append('\n');
    }
    assertThat(refused(csv.toString()).code()).isEqualTo("unusable-target");
    String few = "a,y\n" + "1,0.5\n2,1.5\n".repeat(30);
    assertThat(read(few).classes()).containsExactly("0.5", "1.5");
    StringBuilder measured = new StringBuilder("a,y\n");
    for (int i = 0; i < 60; i++) {
      measured.append("1,").append(i + 0.5).append('\n');
    }
    assertThat(refused(measured.toString()).code()).isEqualTo("unusable-target");
    ReadOptions declared = DEFAULTS.with(Map.of("y", ColumnKind.CATEGORICAL), List.of());
    assertThat(read(measured.toString(), declared).classes()).hasSize(60);
  }

  @Test
  void limits_refuse_before_memory_is_gone() throws IOException {
    StringBuilder csv = new StringBuilder("a,b,y\n");
    for (int i = 0; i < 2000; i++) {
      csv.append(i).append(".1,t").append(i).append(",p").append(i % 2).append('\n');
    }
    Path file = write(csv.toString());
    assertThat(refused(file, DEFAULTS, Limits.defaults()).code()).isEqualTo("too-many-categories");
    ReadOptions narrow = DEFAULTS.with(Map.of(), List.of("b"));
    DataSize all = DataSize.ofGigabytes(1);
    Limits rows = new Limits(all, 1000, 10, 10_000, 10, 10, all, 200);
    assertThat(refused(file, narrow, rows).code()).isEqualTo("too-many-rows");
    Limits cells = new Limits(all, 10_000, 10, 3000, 10, 10, all, 200);
    assertThat(refused(file, narrow, cells).code()).isEqualTo("too-many-cells");
    Limits memory = new Limits(all, 10_000, 10, 10_000, 10, 10, DataSize.ofKilobytes(8), 200);
    assertThat(refused(file, narrow, memory).code()).isEqualTo("too-much-memory");
    Limits columns = new Limits(all, 10_000, 1, 10_000, 10, 10, all, 200);
    assertThat(refused(file, narrow, columns).code()).isEqualTo("too-many-columns");
    Limits bytes = new Limits(DataSize.ofKilobytes(8), 10_000, 10, 10_000, 10, 10, all, 200);
    assertThat(refused(file, narrow, bytes).code()).isEqualTo("too-large");
  }

  @Test
  void a_line_without_end_takes_no_more_memory_than_there_is() throws IOException {
    DataSize all = DataSize.ofGigabytes(1);
    Limits limits = new Limits(all, 1000, 50_000, 10_000, 10, 10, DataSize.ofKilobytes(64), 200);
    Path wide = write("0,".repeat(60_000));
    assertThat(refused(wide, DEFAULTS, limits).code()).isEqualTo("too-much-memory");
    byte[] latin = ("\u00fc,".repeat(1_000_000) + "\n").getBytes(StandardCharsets.UTF_8);
    latin[latin.length - 2] = (byte) 0xe9;
    Path file = Files.write(folder.resolve("latin.csv"), latin);
    Problem refused = refused(file, DEFAULTS, new Limits(all, 9, 9, 9, 9, 9, all, 200));
    assertThat(refused.code()).isIn("malformed-csv", "too-many-columns");
  }

  private Table read(String csv) throws IOException {
    return read(csv, DEFAULTS);
  }

  private Table read(String csv, ReadOptions options) throws IOException {
    Limits limits = Limits.defaults();
    return CsvTable.read(new UploadedFile(write(csv), limits), options, limits);
  }

  private Problem refused(String csv) throws IOException {
    return refused(write(csv), DEFAULTS, Limits.defaults());
  }

  private static Problem refused(Path file, ReadOptions options, Limits limits) {
    Problem problem =
        catchThrowableOfType(
            Problem.class, () -> CsvTable.read(new UploadedFile(file, limits), options, limits));
    assertThat(problem).isNotNull();
    return problem;
  }

  private Path write(String csv) throws IOException {
    return Files.writeString(folder.resolve("file.csv"), csv);
  }

  private static Table shared(String file, ReadOptions options) throws IOException {
    Limits limits = Limits.defaults();
    return CsvTable.read(new UploadedFile(SharedData.file(file), limits), options, limits);
  }

  private static Numbers numbers(Table table, int column) {
    return ((NumericColumn) table.columns().get(column)).numbers();
  }
}
