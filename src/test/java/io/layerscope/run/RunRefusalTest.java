package io.layerscope.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

class RunRefusalTest extends RunServiceTest {

  private record Refusal(String name, String body, int status, String code, String pointer) {}

  private static Refusal of(String name, String rest, int status, String code, String pointer) {
    return new Refusal(name, "{\"dataset\": \"iris\", " + rest + "}", status, code, pointer);
  }

  private static Stream<Refusal> refusals() {
    return Stream.of(
        of(
            "a negative width",
            "'model': {'widths': [64, -1]}",
            422,
            "out-of-bounds",
            "/model/widths/1"),
        of("a dropout of 1", "'model': {'dropout': 1}", 422, "out-of-bounds", "/model/dropout"),
        of(
            "a dropout for no layer",
            "'model': {'widths': [8, 8], 'dropout': [0.1]}",
            422,
            "out-of-bounds",
            "/model/dropout"),
        of(
            "a depth without its widths",
            "'model': {'depth': 3, 'widths': [8, 8]}",
            422,
            "out-of-bounds",
            "/model/widths"),
        of(
            "a batch that is not larger than the groups that are whitened",
            "'model': {'normalization': 'whitening'}, 'training': {'batchSize': 16}",
            422,
            "out-of-bounds",
            "/training/batchSize"),
        of(
            "too few rows to look at whitened groups",
            "'model': {'normalization': 'whitening'}, 'statistics': {'probeRows': 16}",
            422,
            "out-of-bounds",
            "/statistics/probeRows"),
        of(
            "a group of no units",
            "'model': {'normalization': {'kind': 'whitening', 'groupSize': 0}}",
            422,
            "out-of-bounds",
            "/model/normalization/groupSize"),
        of("no epochs", "'training': {'epochs': 0}", 422, "out-of-bounds", "/training/epochs"),
        of(
            "epochs that are text",
            "'training': {'epochs': 'ten'}",
            400,
            "wrong-type",
            "/training/epochs"),
        of(
            "an unknown activation",
            "'model': {'activation': 'rellu'}",
            400,
            "unknown-value",
            "/model/activation"),
        of(
            "an unknown optimizer",
            "'training': {'optimizer': {'kind': 'adma'}}",
            400,
            "unknown-value",
            "/training/optimizer/kind"),
        of("a misspelt field", "'trainning': {}", 400, "unknown-field", "/trainning"),
        of(
            "a misspelt field inside",
            "'training': {'epoch': 3}",
            400,
            "unknown-field",
            "/training/epoch"),
        of(
            "a batch of no rows",
            "'training': {'batchSize': 0}",
            422,
            "out-of-bounds",
            "/training/batchSize"),
        of(
            "a batch size that is text",
            "'training': {'batchSize': 'half'}",
            400,
            "unknown-value",
            "/training/batchSize"),
        of("NaN", "'training': {'l2': NaN}", 400, "malformed-json", ""),
        of(
            "a negative learning rate",
            "'training': {'optimizer': {'kind': 'sgd', 'learningRate': -1}}",
            422,
            "out-of-bounds",
            "/training/optimizer/learningRate"),
        of(
            "a model that is too large",
            "'model': {'widths': [30000, 30000, 30000]}",
            422,
            "too-much-memory",
            "/model"),
        of(
            "normalized batches of one row",
            "'model': {'normalization': 'batch'}, 'training': {'batchSize': 1}",
            422,
            "out-of-bounds",
            "/training/batchSize"),
        of(
            "a split that leaves nothing",
            "'split': {'validationFraction': 0.6, 'testFraction': 0.4}",
            422,
            "out-of-bounds",
            "/split/testFraction"),
        of(
            "an unknown validation data set",
            "'split': {'validationDataset': 'no'}",
            422,
            "unknown-dataset",
            "/split/validationDataset"),
        of(
            "another data set's columns",
            "'split': {'testDataset': 'digits'}",
            422,
            "incompatible-dataset",
            "/split/testDataset"),
        of(
            "a model name with a blank",
            "'register': {'model': 'my model'}",
            422,
            "out-of-bounds",
            "/register/model"),
        of("an empty name", "'name': ''", 422, "out-of-bounds", "/name"),
        of("a priority out of bounds", "'priority': 101", 422, "out-of-bounds", "/priority"),
        new Refusal("an unknown data set", "{'dataset': 'no'}", 422, "unknown-dataset", "/dataset"),
        new Refusal("no data set", "{}", 422, "out-of-bounds", "/dataset"),
        new Refusal("no JSON", "{'dataset': ", 400, "malformed-json", ""));
  }

  @TestFactory
  Stream<DynamicTest> what_is_wrong_is_refused_at_its_place() {
    return refusals().map(refusal -> DynamicTest.dynamicTest(refusal.name(), () -> check(refusal)));
  }

  private void check(Refusal refusal) {
    String newest = newest();
    HttpResponse<String> answer = post("/api/v1/runs", refusal.body().replace('\'', '"'));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(refusal.status());
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    JsonNode problem = json(answer);
    assertThat(problem.get("code").asString()).as(answer.body()).isEqualTo(refusal.code());
    if (!refusal.pointer().isEmpty()) {
      assertThat(problem.get("errors").get(0).get("pointer").asString())
          .isEqualTo(refusal.pointer());
    }
    assertThat(newest()).isEqualTo(newest);
  }

  @Test
  void a_model_that_does_not_fit_is_answered_with_the_numbers() {
    HttpResponse<String> answer =
        post(
            "/api/v1/runs",
            "{\"dataset\": \"iris\", \"model\": {\"widths\": [30000, 30000, 30000]}}");
    assertThat(json(answer).get("detail").asString())
        .containsPattern("needs \\d{10,} bytes of memory, \\d{8,} are available");
  }

  @Test
  void unknown_runs_are_404_everywhere() {
    for (String path :
        new String[] {"", "/curves", "/layers", "/layers/1", "/events", "/layers?epoch=0"}) {
      HttpResponse<String> answer = get("/api/v1/runs/nothing" + path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(json(answer).get("code").asString()).isEqualTo("unknown-run");
    }
    assertThat(delete("/api/v1/runs/nothing").statusCode()).isEqualTo(404);
  }

  private String newest() {
    JsonNode items = json(get("/api/v1/runs?limit=1")).get("items");
    return items.isEmpty() ? "" : items.get(0).get("id").asString();
  }
}
