package io.layerscope.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layerscope.web.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRequestTest {

  private static final String HEADER = "age,a/colour,code\n";

  private static List<List<Float>> read(byte[] body, char delimiter, boolean header)
      throws IOException {
    List<List<Float>> rows = new ArrayList<>();
    CsvRequest.read(
        new ByteArrayInputStream(body),
        new CsvRequest.Format(delimiter, header, false),
        new RowEncoder(Rows.preprocessing()),
        encoded -> {
          List<Float> row = new ArrayList<>();
          for (float value : encoded) {
            row.add(value);
          }
          rows.add(row);
        });
    return rows;
  }

  private static List<List<Float>> read(String body, boolean header) throws IOException {
    return read(body.getBytes(StandardCharsets.UTF_8), ',', header);
  }

  private static Problem refusal(String body, boolean header) {
    Problem problem = catchThrowableOfType(Problem.class, () -> read(body, header));
    assertThat(problem).as(body).isNotNull();
    return problem;
  }

  @Test
  void columns_are_found_by_name_in_any_order() throws IOException {
    assertThat(read("code,age,a/colour\n2,15,blue\n", true))
        .containsExactly(List.of(15f, 0f, 1f, 0f, 0f, 1f));
  }

  @Test
  void without_a_header_columns_are_found_by_position() throws IOException {
    assertThat(read("15,blue,2", false)).containsExactly(List.of(15f, 0f, 1f, 0f, 0f, 1f));
  }

  @Test
  void blanks_around_fields_a_byte_order_mark_and_quotes_are_no_part_of_them() throws IOException {
    assertThat(read("\ufeff age , \"a/colour\",code\r\n 15 , \"blue\" ,\"2\"\r\n", true))
        .containsExactly(List.of(15f, 0f, 1f, 0f, 0f, 1f));
  }

  @Test
  void empty_fields_and_missing_tokens_are_missing_values() throws IOException {
    assertThat(read(HEADER + ",,1\n?,NA,1\nNaN, null ,1\n", true))
        .hasSize(3)
        .containsOnly(List.of(20f, 0f, 0f, 1f, 1f, 0f));
  }

  @Test
  void another_delimiter_is_read() throws IOException {
    assertThat(read("1;red;1".getBytes(StandardCharsets.UTF_8), ';', false)).hasSize(1);
  }

  @Test
  void blank_lines_may_only_end_a_file() throws IOException {
    assertThat(read(HEADER + "1,red,1\n\n\n", true)).hasSize(1);
    assertThat(refusal(HEADER + "1,red,1\n\n1,red,1\n", true).detail()).contains("Line 3");
  }

  @Test
  void the_header_must_name_the_columns() {
    assertThat(refusal("age,code\n1,1\n", true))
        .hasFieldOrPropertyWithValue("code", "missing-column");
    assertThat(refusal("age,a/colour,code,label\n1,red,1,no\n", true))
        .hasFieldOrPropertyWithValue("code", "unknown-column")
        .hasMessageContaining("label");
    assertThat(refusal("age,age,a/colour,code\n1,1,red,1\n", true))
        .hasFieldOrPropertyWithValue("code", "malformed-csv");
  }

  @Test
  void a_bad_cell_is_named_with_its_line() {
    Problem problem = refusal(HEADER + "1,red,1\nold,red,1\n", true);
    assertThat(problem.code()).isEqualTo("not-a-number");
    assertThat(problem.detail()).contains("Line 3", "age", "'old'");
    assertThat(problem.errors()).first().hasFieldOrPropertyWithValue("pointer", "/rows/1/age");
  }

  @Test
  void a_row_too_short_or_too_long_is_named() {
    assertThat(refusal(HEADER + "1,red\n", true))
        .hasFieldOrPropertyWithValue("code", "missing-column")
        .hasMessageContaining("Line 2");
    assertThat(refusal(HEADER + "1,red,1,2\n", true))
        .hasFieldOrPropertyWithValue("code", "unknown-column")
        .hasMessageContaining("Line 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", HEADER, HEADER + "\n"})
  void a_file_without_rows_is_refused(String body) {
    assertThat(refusal(body, true)).hasFieldOrPropertyWithValue("code", "empty-rows");
  }

  @Test
  void a_quote_that_never_ends_is_refused() {
    assertThat(refusal(HEADER + "1,\"red,1\n", true))
        .hasFieldOrPropertyWithValue("code", "malformed-csv");
  }

  @Test
  void text_that_is_not_utf8_is_refused() {
    byte[] body = (HEADER + "1,caf\u00e9,1\n").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(catchThrowableOfType(Problem.class, () -> read(body, ',', true)))
        .hasFieldOrPropertyWithValue("code", "malformed-csv")
        .hasMessageContaining("UTF-8");
  }
}
