package io.layerscope.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layerscope.storage.DataFolder;
import io.layerscope.web.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRequestTest {

  @TempDir Path directory;
  private DataFolder folder;
  private PredictionOptions options;

  @BeforeEach
  void open() {
    folder = new DataFolder(directory, 0, true);
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private List<List<Float>> read(String body) throws IOException {
    RowEncoder row = new RowEncoder(Rows.preprocessing());
    List<List<Float>> read = new ArrayList<>();
    try (Spool spool = new Spool(folder)) {
      EncodedRows rows = new EncodedRows(spool, Rows.preprocessing().features(), rowCount -> {});
      options =
          JsonRequest.read(
              new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), row, rows, 2);
      rows.forEachChunk(
          256,
          (chunk, count) -> {
            int features = chunk.length / Math.max(count, 1);
            for (int i = 0; i < count; i++) {
              List<Float> values = new ArrayList<>();
              for (int j = 0; j < Rows.preprocessing().features(); j++) {
                values.add(chunk[i * Rows.preprocessing().features() + j]);
              }
              read.add(values);
            }
            assertThat(features).isPositive();
          });
    }
    return read;
  }

  private Problem refusal(String body) {
    Problem problem = catchThrowableOfType(Problem.class, () -> read(body));
    assertThat(problem).as(body).isNotNull();
    return problem;
  }

  private void refused(String body, int status, String code, String pointer) {
    Problem problem = refusal(body);
    assertThat(problem.status().value()).as(problem.detail()).isEqualTo(status);
    assertThat(problem.code()).isEqualTo(code);
    assertThat(problem.errors()).first().hasFieldOrPropertyWithValue("pointer", pointer);
  }

  @Test
  void rows_are_read_by_position_and_by_name_in_any_order() throws IOException {
    assertThat(
            read(
                """
                {"rows": [[15, "red", "2"], {"code": "1", "age": 1.5e1, "a/colour": "blue"}]}\
                """))
        .containsExactly(List.of(15f, 1f, 0f, 0f, 0f, 1f), List.of(15f, 0f, 1f, 0f, 1f, 0f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "\"?\"", "\"NA\"", "\"NaN\"", "\"null\""})
  void null_and_the_missing_tokens_are_missing_values(String missing) throws IOException {
    assertThat(read("{\"rows\": [[" + missing + ", " + missing + ", 1]]}"))
        .containsExactly(List.of(20f, 0f, 0f, 1f, 1f, 0f));
  }

  @Test
  void a_category_that_training_never_saw_is_allowed() throws IOException {
    assertThat(read("{\"rows\": [[1, \"green\", \"3\"]]}"))
        .containsExactly(List.of(1f, 0f, 0f, 0f, 0f, 0f));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "2.0", "2e0", "\"2\""})
  void a_category_may_be_written_as_a_number(String written) throws IOException {
    assertThat(read("{\"rows\": [[1, \"red\", " + written + "]]}"))
        .containsExactly(List.of(1f, 1f, 0f, 0f, 0f, 1f));
  }

  @Test
  void options_may_stand_before_or_after_the_rows() throws IOException {
    read("{\"topK\": 1, \"rows\": [[1, null, 1]], \"dropoutSamples\": 10}");
    assertThat(options).isEqualTo(new PredictionOptions(1, 10));
    read("{\"rows\": [[1, null, 1]], \"topK\": null}");
    assertThat(options).isEqualTo(new PredictionOptions(null, 0));
  }

  @Test
  void a_missing_column_is_named() {
    refused(
        "{\"rows\": [[1, null, 1], {\"age\": 1, \"code\": 1}]}",
        422,
        "missing-column",
        "/rows/1/a~1colour");
    refused("{\"rows\": [[1, null]]}", 422, "missing-column", "/rows/0/2");
    refused("{\"rows\": [[]]}", 422, "missing-column", "/rows/0/0");
    assertThat(refusal("{\"rows\": [{}]}").errors()).hasSize(3);
  }

  @Test
  void an_extra_column_is_named() {
    refused("{\"rows\": [{\"age\": 1, \"size\": 1}]}", 422, "unknown-column", "/rows/0/size");
    refused("{\"rows\": [[1, null, 1, 5]]}", 422, "unknown-column", "/rows/0/3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"old\"", "\"5.1\"", "true", "1e999", "1e39", "-1e300"})
  void what_is_no_number_is_pointed_at(String value) {
    refused(
        "{\"rows\": [[1, null, 1], [" + value + ", null, 1]]}", 422, "not-a-number", "/rows/1/0");
    refused(
        "{\"rows\": [{\"age\": " + value + ", \"a/colour\": \"red\", \"code\": 1}]}",
        422,
        "not-a-number",
        "/rows/0/age");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"rows\": [[[1], null, 1]]} | /rows/0/0",
        "{\"rows\": [{\"age\": {}}]} | /rows/0/age",
        "{\"rows\": [1]} | /rows/0",
        "{\"rows\": [null]} | /rows/0",
        "{\"rows\": {}} | /rows",
        "{\"rows\": null} | /rows",
        "{\"rows\": [[1, null, 1]], \"topK\": \"1\"} | /topK",
        "{\"rows\": [[1, null, 1]], \"dropoutSamples\": 1.5} | /dropoutSamples",
        "[[1, null, 1]] | ''"
      })
  void a_value_of_the_wrong_type_is_pointed_at(String body, String pointer) {
    refused(body, 400, "wrong-type", pointer);
  }

  @ParameterizedTest
  @CsvSource({
    "topK, 0",
    "topK, 3",
    "topK, -1",
    "topK, 99999999999",
    "dropoutSamples, -1",
    "dropoutSamples, 1001"
  })
  void options_out_of_bounds_are_refused(String option, String value) {
    refused(
        "{\"rows\": [[1, null, 1]], \"" + option + "\": " + value + "}",
        422,
        "out-of-bounds",
        "/" + option);
  }

  @Test
  void a_request_without_rows_is_refused() {
    refused("{\"rows\": []}", 422, "empty-rows", "/rows");
    refused("{}", 422, "empty-rows", "/rows");
  }

  @Test
  void an_unknown_field_is_refused() {
    refused("{\"rows\": [[1, null, 1]], \"topk\": 1}", 400, "unknown-field", "/topk");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"rows\": [[1, null, 1]",
        "{\"rows\": [[NaN, null, 1]]}",
        "{\"rows\": [[1, null, 1],]}",
        "{\"rows\": [{\"age\": 1, \"age\": 2}]}",
        "rows"
      })
  void malformed_json_is_refused(String body) {
    assertThat(refusal(body))
        .hasFieldOrPropertyWithValue("code", "malformed-json")
        .hasFieldOrPropertyWithValue("status", org.springframework.http.HttpStatus.BAD_REQUEST);
  }

  @Test
  void text_after_the_end_is_refused() {
    assertThat(refusal("{\"rows\": [[1, null, 1]]} {}").status().value()).isEqualTo(400);
  }

  @Test
  void more_rows_than_memory_takes_keep_their_order() throws IOException {
    StringBuilder body = new StringBuilder("{\"rows\": [[0, null, 1]");
    for (int i = 1; i < 60_000; i++) {
      body.append(",[").append(i).append(", null, 1]");
    }
    List<List<Float>> rows = read(body.append("]}").toString());
    assertThat(rows).hasSize(60_000);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).getFirst()).isEqualTo(i);
    }
    assertThat(folder.temporary()).isDirectoryNotContaining("glob:**predictions-*");
  }
}
