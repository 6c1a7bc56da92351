package io.layerscope.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RunLifecycleTest extends RunServiceTest {

  @Test
  void a_run_on_iris_is_trained_evaluated_and_registered() {
    JsonNode submitted =
        submit("{\"dataset\": \"iris\", \"name\": \"the first\", \"training\": {\"epochs\": 30}}");
    assertThat(submitted.get("state").asString()).isEqualTo("queued");
    assertThat(submitted.get("queue").get("position").asInt()).isPositive();
    assertThat(submitted.get("parameters").asLong()).isPositive();
    JsonNode run = awaitRun(submitted.get("id").asString());
    assertThat(run.get("state").asString()).as(run.toString()).isEqualTo("succeeded");
    assertThat(run.get("attempt").asInt()).isEqualTo(1);
    assertThat(run.get("progress").get("epoch").asInt()).isBetween(1, 30);
    assertThat(run.get("progress").get("epochs").asInt()).isEqualTo(30);
    assertThat(run.get("latest").get("trainLoss").asDouble()).isBetween(0.0, 2.0);
    assertThat(run.get("best").get("epoch").asInt()).isBetween(1, 30);
    assertThat(run.get("finishedAt").isNull()).isFalse();
    assertThat(run.get("error").isNull()).isTrue();
    assertThat(run.get("model").get("name").asString()).isEqualTo("the-first");
    JsonNode version = json(get("/api/v1/models/the-first/versions/1"));
    assertThat(version.get("run").asString()).isEqualTo(run.get("id").asString());
    assertThat(version.get("dataset").get("id").asString()).isEqualTo("iris");
    assertThat(version.get("evaluation").get("accuracy").asDouble()).isGreaterThan(0.5);
    assertThat(version.get("request").get("training").get("epochs").asInt()).isEqualTo(30);
  }

  @Test
  void curves_are_answered_from_epoch_1_as_json_and_csv() {
    String id =
        finished("{\"dataset\": \"iris\", \"training\": {\"epochs\": 9, \"earlyStopping\": null}}");
    JsonNode curves = json(get("/api/v1/runs/" + id + "/curves"));
    assertThat(numbers(curves.get("epochs"))).containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(curves.get("series").propertyNames())
        .containsExactly(
            "trainLoss",
            "trainAccuracy",
            "validationLoss",
            "validationAccuracy",
            "learningRate",
            "gradientNorm",
            "seconds",
            "samplesPerSecond");
    curves.get("series").forEach(each -> assertThat(each.size()).isEqualTo(9));
    JsonNode part =
        json(get("/api/v1/runs/" + id + "/curves?series=trainLoss&fromEpoch=4&maxPoints=3"));
    assertThat(numbers(part.get("epochs"))).startsWith(4).endsWith(9).hasSize(3);
    assertThat(part.get("series").propertyNames()).containsExactly("trainLoss");
    HttpResponse<String> csv =
        send(request("/api/v1/runs/" + id + "/curves").header("Accept", "text/csv").build());
    assertThat(csv.headers().firstValue("Content-Type").orElse("")).startsWith("text/csv");
    assertThat(csv.body().lines().count()).isEqualTo(10);
    assertThat(csv.body()).startsWith("epoch,trainLoss,trainAccuracy,validationLoss,");
  }

  @Test
  void layers_are_answered_from_before_the_first_step_on() {
    String id =
        finished(
            "{\"dataset\": \"iris\", \"model\": {\"widths\": [8, 6]}, \"training\": {\"epochs\": 6,"
                + " \"earlyStopping\": null}, \"statistics\": {\"everyEpochs\": 2}}");
    JsonNode before = json(get("/api/v1/runs/" + id + "/layers?epoch=0"));
    assertThat(before.get("layers").size()).isEqualTo(3);
    assertThat(before.get("layers").get(0).get("index").asInt()).isEqualTo(1);
    assertThat(before.get("layers").get(0).get("width").asInt()).isEqualTo(8);
    JsonNode latest = json(get("/api/v1/runs/" + id + "/layers"));
    assertThat(latest.get("epoch").asInt()).isEqualTo(6);
    JsonNode second = json(get("/api/v1/runs/" + id + "/layers/2?maxPoints=2"));
    assertThat(second.get("index").asInt()).isEqualTo(2);
    assertThat(numbers(second.get("epochs"))).containsExactly(0, 6);
    assertThat(second.get("layers").get(1).get("width").asInt()).isEqualTo(6);
    refused("/layers?epoch=1", id, 404, "no-statistics");
    refused("/layers/4", id, 404, "unknown-layer");
    refused("/layers/0", id, 404, "unknown-layer");
    refused("/curves?maxPoints=1", id, 422, "out-of-bounds");
    refused("/curves?series=loss", id, 400, "unknown-series");
  }

  @Test
  void events_are_numbered_and_resumed_without_a_gap() {
    String id =
        finished("{\"dataset\": \"iris\", \"training\": {\"epochs\": 5, \"earlyStopping\": null}}");
    HttpResponse<String> all = get("/api/v1/runs/" + id + "/events");
    assertThat(all.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
    List<String> ids = values(all, "id:");
    for (int i = 0; i < ids.size(); i++) {
      assertThat(ids.get(i)).isEqualTo(String.valueOf(i + 1));
    }
    List<String> names = values(all, "event:");
    assertThat(names).startsWith("state", "state", "layers").endsWith("epoch", "state", "end");
    assertThat(names.stream().filter("epoch"::equals)).hasSize(5);
    HttpResponse<String> rest =
        send(request("/api/v1/runs/" + id + "/events").header("Last-Event-ID", "4").build());
    assertThat(values(rest, "id:")).isEqualTo(ids.subList(4, ids.size()));
    assertThat(values(get("/api/v1/runs/" + id + "/events?after=" + ids.size()), "id:")).isEmpty();
    refused("/events?after=x", id, 400, "malformed-parameter");
  }

  @Test
  void runs_are_compared_by_request_and_curves() {
    String first = finished("{\"dataset\": \"iris\", \"training\": {\"epochs\": 3, \"seed\": 1}}");
    String second = finished("{\"dataset\": \"iris\", \"training\": {\"epochs\": 3, \"seed\": 2}}");
    JsonNode compared = json(get("/api/v1/runs/compare?ids=" + first + "," + second));
    assertThat(compared.get("runs").size()).isEqualTo(2);
    assertThat(compared.get("differences").size()).isEqualTo(1);
    JsonNode difference = compared.get("differences").get(0);
    assertThat(difference.get("pointer").asString()).isEqualTo("/training/seed");
    assertThat(difference.get("values").get(second).asInt()).isEqualTo(2);
    assertThat(compared.get("curves").get(first).get("epochs").size()).isEqualTo(3);
    assertThat(get("/api/v1/runs/compare?ids=" + first).statusCode()).isEqualTo(422);
    assertThat(get("/api/v1/runs/compare?ids=" + first + ",nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void a_repeated_request_with_a_key_is_the_same_run() {
    String body = "{\"dataset\": \"iris\", \"training\": {\"epochs\": 2}}";
    HttpResponse<String> first = withKey("once", body);
    HttpResponse<String> again = withKey("once", body);
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(json(again).get("id")).isEqualTo(json(first).get("id"));
    assertThat(again.headers().firstValue("Location"))
        .isEqualTo(first.headers().firstValue("Location"));
    HttpResponse<String> other = withKey("once", "{\"dataset\": \"iris\"}");
    assertThat(other.statusCode()).isEqualTo(422);
    awaitRun(json(first).get("id").asString());
  }

  @Test
  void runs_are_listed_in_pages_and_deleted_when_ended() {
    String id = finished("{\"dataset\": \"iris\", \"training\": {\"epochs\": 1}}");
    JsonNode page = json(get("/api/v1/runs?limit=1&state=succeeded&dataset=iris"));
    assertThat(page.get("items").get(0).get("id").asString()).isEqualTo(id);
    assertThat(get("/api/v1/runs?state=done").statusCode()).isEqualTo(400);
    assertThat(delete("/api/v1/runs/" + id).statusCode()).isEqualTo(204);
    assertThat(get("/api/v1/runs/" + id).statusCode()).isEqualTo(404);
    assertThat(delete("/api/v1/runs/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void a_time_limit_ends_a_run_as_a_stop_does() {
    String id =
        submit(
                "{\"dataset\": \"iris\", \"training\": {\"epochs\": 1000000, \"maxSeconds\": 0.3,"
                    + " \"earlyStopping\": null}, \"statistics\": {\"everyEpochs\": 1000}}")
            .get("id")
            .asString();
    JsonNode run = awaitRun(id);
    assertThat(run.get("state").asString()).as(run.toString()).isEqualTo("stopped");
    assertThat(run.get("model").get("version").asInt()).isPositive();
  }

  @Test
  void a_diverging_run_fails_with_epoch_and_step() {
    String id =
        submit(
                "{\"dataset\": \"iris\", \"preprocessing\": {\"scaling\": \"none\"}, \"training\":"
                    + " {\"epochs\": 50, \"optimizer\": {\"kind\": \"sgd\", \"learningRate\":"
                    + " 1000000}}}")
            .get("id")
            .asString();
    JsonNode run = awaitRun(id);
    assertThat(run.get("state").asString()).as(run.toString()).isEqualTo("failed");
    assertThat(run.get("error").get("code").asString()).isEqualTo("diverged");
    assertThat(run.get("error").get("detail").asString())
        .containsPattern("epoch \\d+ at step \\d+: layer \\d+");
    assertThat(run.get("model").isNull()).isTrue();
  }

  private String finished(String request) {
    JsonNode run = awaitRun(submit(request).get("id").asString());
    assertThat(run.get("state").asString()).as(run.toString()).isEqualTo("succeeded");
    return run.get("id").asString();
  }

  private void refused(String path, String id, int status, String code) {
    HttpResponse<String> answer = get("/api/v1/runs/" + id + path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(json(answer).get("code").asString()).isEqualTo(code);
  }

  private HttpResponse<String> withKey(String key, String body) {
    return send(
        request("/api/v1/runs")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static List<String> values(HttpResponse<String> events, String field) {
    return events
        .body()
        .lines()
        .filter(line -> line.startsWith(field))
        .map(line -> line.substring(field.length()).strip())
        .toList();
  }

  private static List<Integer> numbers(JsonNode array) {
    List<Integer> numbers = new ArrayList<>();
    array.forEach(each -> numbers.add(each.asInt()));
    return numbers;
  }
}
