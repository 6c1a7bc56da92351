package io.layerscope.dataset.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.dataset.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns whose cells stop being small integers at any row, within blocks and at their ends. */
class RowBlockTest {

  private static final String[] OTHERS = {
    "256", "-1", "0.5", "1e3", "", "?", "007", "+5", " 12 ", "\"8\"", "1000000", "0.1", "00", "12.",
  };
  private static final String[] TEXTS = {"x", "3x", "-", "1 2", "2024-01-01"};

  @TempDir private Path folder;

  @Test
  void columns_are_the_same_wherever_another_cell_stands() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    for (int rows : new int[] {2, 63, 64, 65, 127, 128, 129, 200, 640}) {
      for (int repeat = 0; repeat < 6; repeat++) {
        List<String[]> cells = cells(rows, 9, random);
        compare(cells, read(cells, ReadOptions.DEFAULTS));
      }
    }
  }

  /** Small integers, with one other cell or many in some columns. */
  private static List<String[]> cells(int rows, int columns, SplittableRandom random) {
    List<String[]> cells = new ArrayList<>();
    for (int column = 0; column < columns; column++) {
      String[] values = new String[rows];
      for (int row = 0; row < rows; row++) {
        values[row] = String.valueOf(random.nextInt(column % 2 == 0 ? 10 : 256));
      }
      String[] strange = column < 3 ? TEXTS : OTHERS;
      int many = column % 3 == 0 ? 0 : column % 3 == 1 ? 1 : rows / 3;
      for (int i = 0; i < many; i++) {
        values[random.nextInt(rows)] = strange[random.nextInt(strange.length)];
      }
      cells.add(values);
    }
    return cells;
  }

  private Table read(List<String[]> cells, ReadOptions options) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      text.append("c").append(column).append(',');
    }
    text.append("y\n");
    for (int row = 0; row < cells.getFirst().length; row++) {
      for (String[] column : cells) {
        text.append(column[row]).append(',');
      }
      text.append(row % 2).append('\n');
    }
    Path file = Files.writeString(folder.resolve("table.csv"), text);
    return CsvTable.read(new UploadedFile(file, Limits.defaults()), options, Limits.defaults());
  }

  private static void compare(List<String[]> cells, Table table) {
    for (int i = 0; i < cells.size(); i++) {
      Column column = table.columns().get(i);
      boolean numeric = true;
      for (String cell : cells.get(i)) {
        numeric &= missing(cell) || isNumber(plain(cell));
      }
      assertThat(column.kind())
          .as(column.name())
          .isEqualTo(numeric ? ColumnKind.NUMERIC : ColumnKind.CATEGORICAL);
      for (int row = 0; row < table.rows(); row++) {
        String cell = cells.get(i)[row];
        assertThat(column.isMissing(row)).isEqualTo(missing(cell));
        if (numeric) {
          Double expected = missing(cell) ? Double.NaN : Double.parseDouble(plain(cell));
          assertThat(column.number(row)).isEqualTo(expected);
        } else if (!missing(cell)) {
          assertThat(column.text(row)).isEqualTo(plain(cell));
        }
      }
    }
  }

  private static String plain(String cell) {
    return cell.replace("\"", "").strip();
  }

  private static boolean missing(String cell) {
    return cell.isEmpty() || cell.equals("?");
  }

  private static boolean isNumber(String cell) {
    return cell.matches("[+-]?(\\d+\\.?\\d*)(e\\d+)?");
  }

  @Test
  void a_number_that_stands_for_a_missing_value_is_missing_in_every_row() throws IOException {
    String[] values = new String[150];
    for (int row = 0; row < values.length; row++) {
      values[row] = String.valueOf(row % 10);
    }
    ReadOptions nines =
        new ReadOptions(
            null, null, null, List.of("9"), Map.of("c0", ColumnKind.NUMERIC), List.of());
    Column column = read(List.<String[]>of(values), nines).columns().getFirst();
    for (int row = 0; row < values.length; row++) {
      assertThat(column.isMissing(row)).isEqualTo(row % 10 == 9);
    }
  }
}
