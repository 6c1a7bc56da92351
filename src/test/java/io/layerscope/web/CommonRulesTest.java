package io.layerscope.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What holds for every endpoint, asked for as a client would. */
class CommonRulesTest extends ServiceTest {

  private static final String RUNS = "/api/v1/runs";
  private static final String DATASETS = "/api/v1/datasets";
  private static final String MOONS =
      "{\"name\": \"%s\", \"generator\": {\"kind\": \"moons\", \"samples\": 20}}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/nothing",
        "/nothing",
        "/api/v1/runs/a/b/c",
        "/api/v1/models/m/versions/1/x"
      })
  void an_unknown_path_is_404(String path) {
    refused(get(path), 404, "unknown-path");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/runs/none, unknown-run",
    "/api/v1/datasets/none, unknown-dataset",
    "/api/v1/models/none, unknown-model",
    "/api/v1/models/none/versions/1, unknown-model",
    "/api/v1/runs/none/curves, unknown-run",
    "/api/v1/runs/none/layers, unknown-run",
    "/api/v1/runs/none/events, unknown-run"
  })
  void an_unknown_identifier_is_404(String path, String code) {
    refused(get(path), 404, code);
  }

  @Test
  void another_method_is_405_and_says_which_are_allowed() {
    HttpResponse<String> answer = put(RUNS, "{}");
    refused(answer, 405, "method-not-allowed");
    assertThat(answer.headers().firstValue("Allow").orElse("")).contains("GET", "POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {RUNS, DATASETS, "/api/v1/models"})
  void an_answer_that_cannot_be_is_406(String path) {
    HttpResponse<String> answer = send(request(path).header("Accept", "image/png").build());
    refused(answer, 406, "not-acceptable");
  }

  @ParameterizedTest
  @ValueSource(strings = {RUNS, DATASETS})
  void a_body_of_another_type_is_415(String path) {
    refused(post(path, "application/xml", "<a/>"), 415, "unsupported-media-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"dataset\": ",
        "{\"dataset\": \"iris\",}",
        "",
        "{\"dataset\": \"iris\"} {}",
        "{'a': 1}"
      })
  void malformed_json_is_400(String body) {
    refused(post(RUNS, body), 400, "malformed-json");
    refused(post(DATASETS, body), 400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "Infinity", "-Infinity"})
  void a_number_that_is_none_is_400(String number) {
    String body = "{\"dataset\": \"iris\", \"training\": {\"l2\": " + number + "}}";
    refused(post(RUNS, body), 400, "malformed-json");
  }

  @Test
  void a_field_that_is_there_twice_is_400() {
    refused(post(RUNS, "{\"dataset\": \"iris\", \"dataset\": \"digits\"}"), 400, "malformed-json");
    refused(
        post(
            RUNS,
            "{\"dataset\": \"iris\", \"training\": {\"optimizer\": {\"kind\": \"sgd\","
                + " \"learningRate\": 1, \"learningRate\": 2}}}"),
        400,
        "malformed-json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"dataset\": %s}", "{\"dataset\": \"iris\", \"model\": %s}"})
  void endless_nesting_is_400(String body) {
    int depth = 100_000;
    String nested = "[".repeat(depth) + "]".repeat(depth);
    refused(post(RUNS, body.formatted(nested)), 400);
    refused(post(DATASETS, "{\"rows\": " + nested + "}"), 400);
  }

  @Test
  void an_unknown_field_is_400_with_its_place_and_the_nearest_name() {
    JsonNode problem =
        refused(
            post(RUNS, "{\"dataset\": \"iris\", \"training\": {\"epoch\": 3}}"),
            400,
            "unknown-field");
    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("/training/epoch");
    assertThat(problem.at("/errors/0/detail").asString()).contains("epochs");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"dataset\": 1}; /dataset",
        "{\"dataset\": \"iris\", \"training\": {\"epochs\": \"ten\"}}; /training/epochs",
        "{\"dataset\": \"iris\", \"training\": {\"epochs\": 1.5}}; /training/epochs",
        "{\"dataset\": \"iris\", \"training\": []}; /training",
        "{\"dataset\": \"iris\", \"model\": {\"widths\": 3}}; /model/widths",
        "{\"dataset\": \"iris\", \"model\": {\"widths\": [3, \"a\"]}}; /model/widths/1",
        "{\"dataset\": \"iris\", \"split\": {\"stratified\": \"yes\"}}; /split/stratified"
      })
  void a_wrong_type_is_400_at_its_place(String body, String pointer) {
    JsonNode problem = refused(post(RUNS, body), 400, "wrong-type");
    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"dataset\": \"iris\", \"model\": {\"activation\": \"rely\"}}; /model/activation; relu",
        "{\"dataset\": \"iris\", \"training\": {\"optimizer\": {\"kind\": \"adem\"}}};"
            + " /training/optimizer/kind; adam",
        "{\"dataset\": \"iris\", \"preprocessing\": {\"scaling\": \"minmax\"}};"
            + " /preprocessing/scaling; minMax"
      })
  void an_unknown_value_is_400_with_the_nearest(String body, String pointer, String nearest) {
    JsonNode problem = refused(post(RUNS, body), 400);
    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(pointer);
    assertThat(problem.at("/errors/0/detail").asString()).contains("did you mean " + nearest);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"dataset\": \"iris\", \"training\": {\"epochs\": 0}}; /training/epochs",
        "{\"dataset\": \"iris\", \"training\": {\"batchSize\": 0}}; /training/batchSize",
        "{\"dataset\": \"iris\", \"model\": {\"widths\": [-1]}}; /model/widths/0",
        "{\"dataset\": \"iris\", \"model\": {\"dropout\": 1}}; /model/dropout",
        "{\"dataset\": \"iris\", \"model\": {\"dropout\": [0.5, 1]}}; /model/dropout/1",
        "{\"dataset\": \"none\"}; /dataset",
        "{}; /dataset"
      })
  void what_is_out_of_bounds_is_422_at_its_place(String body, String pointer) {
    JsonNode problem = refused(post(RUNS, body), 422);
    assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo(pointer);
  }

  @ParameterizedTest
  @ValueSource(strings = {RUNS, DATASETS, "/api/v1/models"})
  void lists_have_pages(String path) {
    for (String limit : new String[] {"0", "201", "-1"}) {
      JsonNode problem = refused(get(path + "?limit=" + limit), 422, "out-of-bounds");
      assertThat(problem.at("/errors/0/pointer").asString()).isEqualTo("limit");
    }
    refused(get(path + "?limit=many"), 400, "malformed-parameter");
    refused(get(path + "?cursor=!"), 400, "malformed-cursor");
    JsonNode page = json(get(path + "?limit=200"));
    assertThat(page.get("items").isArray()).isTrue();
    assertThat(page.has("nextCursor")).isTrue();
  }

  @Test
  void any_tag_is_none_of_what_there_is_not() {
    var request = request(RUNS + "/none").header("If-None-Match", "*").build();
    refused(send(request), 404, "unknown-run");
  }

  @Test
  void a_cursor_leads_through_the_whole_list_once() {
    for (int i = 0; i < 3; i++) {
      assertThat(post(DATASETS, MOONS.formatted("page " + i)).statusCode()).isEqualTo(201);
    }
    var all = json(get(DATASETS + "?limit=200")).get("items").findValuesAsString("id");
    var walked = new java.util.ArrayList<String>();
    String path = DATASETS + "?limit=2";
    while (path != null) {
      JsonNode page = json(get(path));
      assertThat(page.get("items").size()).isBetween(1, 2);
      page.get("items").forEach(item -> walked.add(item.get("id").asString()));
      String cursor = page.get("nextCursor").asString("");
      path = cursor.isEmpty() ? null : DATASETS + "?limit=2&cursor=" + cursor;
    }
    assertThat(walked).isEqualTo(all).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(strings = {DATASETS + "/iris", DATASETS, RUNS, "/api/v1/models", "/v3/api-docs"})
  void what_has_not_changed_is_304(String path) {
    String tag = get(path).headers().firstValue("ETag").orElse("");
    assertThat(tag).isNotEmpty();
    HttpResponse<String> again = send(request(path).header("If-None-Match", tag).build());
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    HttpResponse<String> any = send(request(path).header("If-None-Match", "*").build());
    assertThat(any.statusCode()).isEqualTo(304);
    assertThat(any.body()).isEmpty();
    assertThat(any.headers().firstValue("ETag")).hasValue(tag);
    HttpResponse<String> other = send(request(path).header("If-None-Match", "\"x\"").build());
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @Test
  void a_repeated_request_has_the_first_answer_and_makes_nothing_new() {
    String key = UUID.randomUUID().toString();
    HttpResponse<String> first = post(key, MOONS.formatted("once"), 201);
    HttpResponse<String> again = post(key, MOONS.formatted("once"), 201);
    assertThat(json(again)).isEqualTo(json(first));
    assertThat(again.headers().firstValue("Location"))
        .isEqualTo(first.headers().firstValue("Location"))
        .isPresent();
    JsonNode problem = refused(post(key, MOONS.formatted("other"), 422), 422);
    assertThat(problem.get("code").asString()).isEqualTo("idempotency-key-reused");
    refused(post(" ", MOONS.formatted("blank"), 400), 400, "malformed-idempotency-key");
  }

  @Test
  void a_refused_request_does_not_use_its_key_up() {
    String key = UUID.randomUUID().toString();
    post(key, "{\"generator\": {\"kind\": \"moons\", \"samples\": 1}}", 422);
    post(key, MOONS.formatted("at last"), 201);
  }

  private HttpResponse<String> post(String key, String body, int status) {
    HttpResponse<String> answer =
        send(
            request(DATASETS)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body))
                .build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return answer;
  }

  private JsonNode refused(HttpResponse<String> answer, int status, String code) {
    JsonNode problem = refused(answer, status);
    assertThat(problem.get("code").asString()).as(answer.body()).isEqualTo(code);
    return problem;
  }

  /** A problem document of this status that shows nothing of the inside. */
  private JsonNode refused(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    JsonNode problem = json(answer);
    assertThat(problem.propertyNames())
        .contains("type", "title", "status", "detail", "instance", "code");
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("code").asString()).matches("[a-z0-9]+(-[a-z0-9]+)*");
    assertThat(answer.body())
        .doesNotContain("Exception", "java.", "io.layerscope", "tools.jackson", "springframework")
        .doesNotContain("\\tat ", "trace");
    return problem;
  }
}
