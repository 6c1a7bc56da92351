package io.layerscope.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How a run's network divides the plane of its two inputs. */
class SurfaceTest extends RunServiceTest {

  private static final String MOONS =
      "{\"name\": \"moons\", \"generator\": {\"kind\": \"moons\", \"samples\": 200, \"noise\": 0.1}}";

  private String dataset(String body) {
    HttpResponse<String> answer = post("/api/v1/datasets", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer).get("id").asString();
  }

  private JsonNode surface(String run) {
    HttpResponse<String> answer = get("/api/v1/runs/" + run + "/surface");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json(answer);
  }

  @Test
  void it_moves_while_the_run_trains() {
    String run =
        submit(
                "{\"dataset\": \"%s\", \"training\": {\"epochs\": 1000000, \"earlyStopping\": null}}"
                    .formatted(dataset(MOONS)))
            .get("id")
            .asString();
    // What an epoch's event tells is there before the event.
    long seen = awaitEpoch(run, 0, 1);
    int first = surface(run).get("epoch").asInt();
    int now = first;
    for (int epoch = 2; now == first; epoch++) {
      seen = awaitEpoch(run, seen, epoch);
      now = surface(run).get("epoch").asInt();
      assertThat(run(run).get("state").asString()).isEqualTo("running");
    }
    assertThat(now).isGreaterThan(first);
    ask(run, "cancel");
    awaitRun(run);
  }

  @Test
  void after_the_last_epoch_it_is_what_the_model_says() {
    String id =
        submit(
                ("{\"dataset\": \"%s\", \"name\": \"surface\","
                        + " \"model\": {\"widths\": [16, 8], \"normalization\": \"batch\"},"
                        + " \"training\": {\"epochs\": 12, \"earlyStopping\": null}}")
                    .formatted(dataset(MOONS)))
            .get("id")
            .asString();
    JsonNode run = awaitRun(id);
    JsonNode surface = surface(id);
    assertThat(surface.get("epoch").asInt()).isEqualTo(12);
    int resolution = surface.get("resolution").asInt();
    List<String> rows = new ArrayList<>();
    for (int cell = 0; cell < resolution * resolution; cell++) {
      rows.add(
          "[%s, %s]"
              .formatted(
                  middle(surface.at("/features/0"), cell % resolution, resolution),
                  middle(surface.at("/features/1"), cell / resolution, resolution)));
    }
    HttpResponse<String> answer =
        post(
            "/api/v1/models/surface/predictions?version=" + run.at("/model/version").asInt(),
            "{\"rows\": [" + String.join(",", rows) + "]}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode predictions = json(answer).get("predictions");
    List<String> said = new ArrayList<>();
    List<String> shown = new ArrayList<>();
    for (int cell = 0; cell < rows.size(); cell++) {
      JsonNode prediction = predictions.get(cell);
      said.add(prediction.get("label").asString());
      shown.add(surface.get("classes").get(surface.get("labels").get(cell).asInt()).asString());
      assertThat(surface.get("probabilities").get(cell).asDouble())
          .isCloseTo(prediction.get("probability").asDouble(), within(0.00051));
    }
    assertThat(shown).isEqualTo(said);
    assertThat(shown).contains("0", "1");
  }

  private static double middle(JsonNode axis, int cell, int resolution) {
    double from = axis.get("from").asDouble();
    return from + (cell + 0.5) * (axis.get("to").asDouble() - from) / resolution;
  }

  @Test
  void other_features_have_none() {
    String mixed =
        dataset(
            "{\"name\": \"mixed\", \"target\": \"y\", \"columns\": [\"x\", \"colour\", \"y\"],"
                + " \"rows\": ["
                + "[1, \"red\", \"a\"], [2, \"blue\", \"b\"],".repeat(20)
                + "[3, \"red\", \"a\"]]}");
    for (String dataset : List.of("iris", mixed)) {
      String run =
          submit("{\"dataset\": \"%s\", \"training\": {\"epochs\": 1}}".formatted(dataset))
              .get("id")
              .asString();
      awaitRun(run);
      HttpResponse<String> answer = get("/api/v1/runs/" + run + "/surface");
      assertThat(answer.statusCode()).isEqualTo(422);
      assertThat(json(answer).get("code").asString()).isEqualTo("not-two-numeric-features");
    }
    HttpResponse<String> unknown = get("/api/v1/runs/nothing/surface");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(json(unknown).get("code").asString()).isEqualTo("unknown-run");
  }

  @Test
  void a_run_that_has_not_begun_has_none_yet() {
    String moons = dataset(MOONS);
    List<String> runs = new ArrayList<>();
    // More than are worked on at a time.
    for (int i = 0; i <= Runtime.getRuntime().availableProcessors(); i++) {
      runs.add(
          submit(
                  "{\"dataset\": \"%s\", \"training\": {\"epochs\": 1000000, \"earlyStopping\": null}}"
                      .formatted(moons))
              .get("id")
              .asString());
    }
    String waiting = runs.getLast();
    HttpResponse<String> answer = get("/api/v1/runs/" + waiting + "/surface");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer).get("code").asString()).isEqualTo("no-surface");
    runs.reversed().forEach(run -> ask(run, "cancel"));
    runs.forEach(this::awaitRun);
  }
}
