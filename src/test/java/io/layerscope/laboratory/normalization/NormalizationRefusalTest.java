package io.layerscope.laboratory.normalization;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.laboratory.LaboratoryTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalizationRefusalTest extends LaboratoryTest {

  private static final String PATH = "/normalization";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 422 | /y | must be given",
        "{\"y\": []} | 422 | /y | 2 to 4096 rows",
        "{\"y\": [[1, 2]]} | 422 | /y | 2 to 4096 rows",
        "{\"y\": [[], []]} | 422 | /y/0 | 1 to 128 columns",
        "{\"y\": [[1, 2], [3]]} | 422 | /y/1 | 2 values",
        "{\"y\": [[1, 2], null]} | 422 | /y/1 | 2 values",
        "{\"y\": [[1, 2], [3, 1e10]]} | 422 | /y/1/1 | 1e9",
        "{\"y\": [[1, 2], [3, 1e999]]} | 422 | /y/1/1 | 1e9",
        "{\"y\": [[1], [2]], \"gamma\": [1, 2]} | 422 | /gamma | 1 values",
        "{\"y\": [[1], [2]], \"beta\": []} | 422 | /beta | 1 values",
        "{\"y\": [[1], [2]], \"upstream\": [[1]]} | 422 | /upstream | 2 rows",
        "{\"y\": [[1], [2]], \"upstream\": [[1], [2, 3]]} | 422 | /upstream/1 | 1 values",
        "{\"y\": [[1], [2]], \"epsilon\": -1} | 422 | /epsilon | at least 0",
        "{\"y\": [[1], [1]], \"epsilon\": 0} | 422 | /epsilon | column 0",
        "{\"y\": [[1], [2]], \"groupSize\": 0} | 422 | /groupSize | at least 1",
        "{\"y\": [[1, 2], [3, 5]], \"kind\": \"whitening\"} | 422 | /groupSize | less than the"
            + " number of rows",
        "{\"y\": [[1], [2]], \"kind\": \"layer\"} | 400 | /kind | batch, whitening",
        "{\"y\": [[1], [\"2\"]]} | 400 | /y/1/0 | number",
        "{\"y\": [[1], [null]]} | 400 | /y/1/0 | number",
        "{\"y\": 3} | 400 | /y | list"
      })
  void bad_input_is_refused_where_it_stands(
      String body, int status, String pointer, String detail) {
    var answer = post(THEORY + PATH, body);
    assertThat(refused(answer, status, json(answer).path("code").asString(), pointer))
        .contains(detail);
  }

  @Test
  void a_body_without_end_is_too_large() {
    String body = "{\"y\": [[" + "1,".repeat(9_000_000) + "1]]}";
    var answer = post(THEORY + PATH, body);
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(json(answer).get("code").asString()).isEqualTo("too-large");
  }
}
