package io.layerscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What of a query is refused: cursors and parameters that there are not. */
class QueryTest extends ServiceTest {

  private static final String RUNS = "/api/v1/runs";
  private static final String DATASETS = "/api/v1/datasets";
  private static final String MOONS =
      "{\"name\": \"%s\", \"generator\": {\"kind\": \"moons\", \"samples\": 20}}";

  @ParameterizedTest
  @ValueSource(strings = {RUNS, DATASETS, "/api/v1/models"})
  void a_cursor_that_no_page_of_the_list_gave_is_refused(String path) {
    for (String cursor : List.of("!", "garbage", "MDFrOXg0bTJ0N3Az", cursorOf("others"))) {
      JsonNode problem = refused(get(path + "?cursor=" + cursor), 400, "malformed-cursor");
      assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("cursor");
    }
  }

  private static String cursorOf(String list) {
    String key = list + " 01k9x4m2t7p3qv8w5zr6ya";
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void a_cursor_of_another_list_is_refused() {
    assertThat(post(DATASETS, MOONS.formatted("first of two")).statusCode()).isEqualTo(201);
    String cursor = json(get(DATASETS + "?limit=1")).get("nextCursor").asString();
    assertThat(get(DATASETS + "?cursor=" + cursor).statusCode()).isEqualTo(200);
    refused(get(RUNS + "?cursor=" + cursor), 400, "malformed-cursor");
    refused(get("/api/v1/models?cursor=" + cursor), 400, "malformed-cursor");
  }

  @ParameterizedTest
  @CsvSource({
    RUNS + "?limt=1, limt, limit",
    RUNS + "/none/events?aftre=1, aftre, after",
    DATASETS + "/iris?x=1, x, ''",
    DATASETS + "/iris/rows?offset=1&Limit=2, Limit, limit",
    "/api/v1/limits?%6Cimit=1, limit, ''",
    "/api/v1/theory/dropout/kept-units?unit=2&dropout=0.5, unit, units"
  })
  void an_unknown_parameter_is_400_with_the_nearest_known_name(
      String path, String name, String nearest) {
    JsonNode problem = refused(get(path), 400, "unknown-parameter");
    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(name);
    if (!nearest.isEmpty()) {
      assertThat(problem.get("detail").asString()).contains("did you mean " + nearest + "?");
    }
  }

  @Test
  void an_unknown_parameter_of_a_prediction_is_refused_and_of_another_protocol_passed_over() {
    refused(
        post("/api/v1/models/none/predictions?verson=1", "{\"rows\": [[1]]}"),
        400,
        "unknown-parameter");
    refused(
        post("/api/v1/models/none/predictions?version=1", "{\"rows\": [[1]]}"),
        404,
        "unknown-model");
    assertThat(get("/v2/health/live?x=1").statusCode()).isEqualTo(200);
    assertThat(get("/ping?x=1").statusCode()).isEqualTo(200);
  }

  private JsonNode refused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonNode problem = json(answer);
    assertThat(problem.get("code").asString()).isEqualTo(code);
    return problem;
  }
}
