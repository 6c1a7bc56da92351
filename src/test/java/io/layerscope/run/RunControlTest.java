package io.layerscope.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.storage.BlobStore;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class RunControlTest extends RunServiceTest {

  @Autowired private BlobStore blobs;

  /** Long enough to be met at work; ended by what the test asks. */
  private static final String ENDLESS =
      """
      {"dataset": "digits", "name": "%s",
       "model": {"widths": [64, 32], "dropout": 0.2, "normalization": "batch"},
       "training": {"epochs": 1000000, "seed": 3, "earlyStopping": null},
       "statistics": {"everyEpochs": 1000, "probeRows": 64}}
      """;

  private static final String BOUNDED =
      """
      {"dataset": "digits", "name": "%s",
       "model": {"widths": [128, 64], "dropout": 0.2, "normalization": "batch"},
       "training": {"epochs": 500, "seed": 3, "earlyStopping": {"patience": 500}},
       "statistics": {"everyEpochs": 50, "probeRows": 64}}
      """;

  /** Trained in a moment, evaluated for seconds. */
  private static final String EVALUATED =
      """
      {"dataset": "%s", "name": "%s", "model": {"widths": [4]},
       "split": {"validationFraction": 0, "testFraction": 0.95},
       "training": {"epochs": 1, "batchSize": 1024, "earlyStopping": null},
       "statistics": {"probeRows": 64}}
      """;

  @Test
  void a_run_that_was_paused_ends_with_the_bits_of_one_that_was_not() {
    String whole = submit(BOUNDED.formatted("whole")).get("id").asString();
    JsonNode uninterrupted = awaitRun(whole);
    assertThat(uninterrupted.get("state").asString()).isEqualTo("succeeded");

    String paused = submit(BOUNDED.formatted("paused")).get("id").asString();
    long seen = 0;
    for (int epoch : List.of(1, 30, 60)) {
      seen = awaitEpoch(paused, seen, epoch);
      ask(paused, "pause");
      ask(paused, "pause");
      seen = awaitState(paused, seen, "paused");
      assertThat(run(paused).get("state").asString()).isEqualTo("paused");
      ask(paused, "resume");
      ask(paused, "resume");
    }
    JsonNode resumed = awaitRun(paused);
    assertThat(resumed.get("state").asString()).as(resumed.toString()).isEqualTo("succeeded");
    assertThat(resumed.get("attempt").asInt()).isEqualTo(4);
    assertThat(hash(resumed)).isEqualTo(hash(uninterrupted));
    String series =
        "?series=trainLoss,trainAccuracy,validationLoss,validationAccuracy,learningRate,gradientNorm";
    assertThat(get("/api/v1/runs/" + paused + "/curves" + series).body())
        .isEqualTo(get("/api/v1/runs/" + whole + "/curves" + series).body());
    for (int epoch : List.of(0, 50, 500)) {
      assertThat(get("/api/v1/runs/" + paused + "/layers?epoch=" + epoch).body())
          .isEqualTo(get("/api/v1/runs/" + whole + "/layers?epoch=" + epoch).body());
    }
  }

  @Test
  void a_stopped_run_keeps_the_best_so_far_as_a_model() {
    String id = submit(ENDLESS.formatted("stopped")).get("id").asString();
    awaitEpoch(id, 0, 2);
    ask(id, "stop");
    JsonNode run = awaitRun(id);
    assertThat(run.get("state").asString()).isEqualTo("stopped");
    assertThat(run.get("model").get("name").asString()).isEqualTo("stopped");
    ask(id, "stop");
    illegal(id, "pause", "stopped");
    illegal(id, "resume", "stopped");
    illegal(id, "cancel", "stopped");
  }

  @Test
  void a_cancelled_run_is_thrown_away() {
    String id = submit(ENDLESS.formatted("cancelled")).get("id").asString();
    awaitEpoch(id, 0, 1);
    assertThat(delete("/api/v1/runs/" + id).statusCode()).isEqualTo(409);
    ask(id, "cancel");
    JsonNode run = awaitRun(id);
    assertThat(run.get("state").asString()).isEqualTo("cancelled");
    assertThat(run.get("model").isNull()).isTrue();
    ask(id, "cancel");
    illegal(id, "stop", "cancelled");
    assertThat(get("/api/v1/runs/" + id + "/curves").statusCode()).isEqualTo(200);
    assertThat(delete("/api/v1/runs/" + id).statusCode()).isEqualTo(204);
  }

  @Test
  void a_paused_run_can_be_stopped_and_cancelled() {
    String stopped = submit(ENDLESS.formatted("rested")).get("id").asString();
    long seen = awaitEpoch(stopped, 0, 1);
    ask(stopped, "pause");
    awaitState(stopped, seen, "paused");
    ask(stopped, "stop");
    JsonNode run = awaitRun(stopped);
    assertThat(run.get("state").asString()).isEqualTo("stopped");
    assertThat(run.get("model").get("version").asInt()).isPositive();

    String cancelled = submit(ENDLESS.formatted("left")).get("id").asString();
    seen = awaitEpoch(cancelled, 0, 1);
    ask(cancelled, "pause");
    awaitState(cancelled, seen, "paused");
    ask(cancelled, "cancel");
    assertThat(run(cancelled).get("state").asString()).isEqualTo("cancelled");
  }

  @Test
  void a_run_is_paused_stopped_and_cancelled_also_while_it_is_evaluated() {
    String dataset =
        json(post(
                "/api/v1/datasets",
                """
                {"name": "many", "generator":
                  {"kind": "blobs", "samples": 150000, "classes": 20, "noise": 9, "seed": 1}}
                """))
            .get("id")
            .asString();
    String paused = submit(EVALUATED.formatted(dataset, "paused-late")).get("id").asString();
    long seen = awaitEpoch(paused, 0, 1);
    ask(paused, "pause");
    seen = awaitState(paused, seen, "paused");
    assertThat(run(paused).get("model").isNull()).isTrue();
    assertThat(get("/api/v1/models/paused-late").statusCode()).isEqualTo(404);
    ask(paused, "resume");
    assertThat(awaitRun(paused).get("state").asString()).isEqualTo("succeeded");
    assertThat(evaluation("paused-late").get("intervals").isObject()).isTrue();

    String stopped = submit(EVALUATED.formatted(dataset, "stopped-late")).get("id").asString();
    awaitEpoch(stopped, 0, 1);
    ask(stopped, "stop");
    assertThat(awaitRun(stopped).get("state").asString()).isEqualTo("stopped");
    JsonNode known = evaluation("stopped-late");
    assertThat(known.isNull() || known.get("intervals").isNull()).as(known.toString()).isTrue();

    String cancelled = submit(EVALUATED.formatted(dataset, "cancelled-late")).get("id").asString();
    awaitEpoch(cancelled, 0, 1);
    ask(cancelled, "cancel");
    assertThat(awaitRun(cancelled).get("state").asString()).isEqualTo("cancelled");
    assertThat(get("/api/v1/models/cancelled-late").statusCode()).isEqualTo(404);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @Timeout(120)
  void a_run_is_paused_and_cancelled_also_while_it_reads_its_data()
      throws IOException, InterruptedException {
    JsonNode dataset = moons(4711);
    String paused = leftWhileReading(dataset, "pause", "paused");
    leftWhileReading(dataset, "cancel", "cancelled");
    ask(paused, "resume");
    assertThat(awaitRun(paused).get("state").asString()).isEqualTo("succeeded");
  }

  /** Submits a run whose data set comes only when the run has been left. */
  private String leftWhileReading(JsonNode dataset, String verb, String state)
      throws IOException, InterruptedException {
    List<String> before =
        IntStream.range(0, Runtime.getRuntime().availableProcessors())
            .mapToObj(i -> submit(ENDLESS.formatted("before-" + i)).get("id").asString())
            .toList();
    before.forEach(id -> awaitEpoch(id, 0, 1));
    String id =
        submit(
                "{\"dataset\": \"%s\", \"training\": {\"epochs\": 3}}"
                    .formatted(dataset.get("id").asString()))
            .get("id")
            .asString();
    // The tables of the sixteen last data sets are not read, but still in memory.
    IntStream.range(0, 16).forEach(this::moons);
    Path table = blobs.path(dataset.get("sha256").asString());
    Path away = table.resolveSibling("away");
    Files.move(table, away);
    try {
      // Whoever opens a pipe to read it waits for one who writes.
      assertThat(new ProcessBuilder("mkfifo", table.toString()).start().waitFor()).isZero();
      before.forEach(each -> ask(each, "cancel"));
      long seen = awaitState(id, 0, "running");
      ask(id, verb);
      awaitState(id, seen, state);
      assertThat(run(id).get("error").isNull()).isTrue();
      return id;
    } finally {
      // To open a pipe for both waits for nobody; what is read from it ends at once.
      new RandomAccessFile(table.toFile(), "rw").close();
      Files.move(away, table, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private JsonNode moons(int seed) {
    return json(
        post(
            "/api/v1/datasets",
            "{\"name\": \"%1$d\", \"generator\": {\"kind\": \"moons\", \"samples\": 300, \"seed\": %1$d}}"
                .formatted(seed)));
  }

  private JsonNode evaluation(String model) {
    return json(get("/api/v1/models/" + model + "/versions/1")).get("evaluation");
  }

  @Test
  void a_data_set_cannot_be_deleted_while_a_run_uses_it() {
    String dataset =
        json(post(
                "/api/v1/datasets",
                "{\"name\": \"in use\", \"generator\": {\"kind\": \"moons\", \"samples\": 200}}"))
            .get("id")
            .asString();
    String id =
        submit(
                "{\"dataset\": \"%s\", \"training\": {\"epochs\": 1000000, \"earlyStopping\": null}}"
                    .formatted(dataset))
            .get("id")
            .asString();
    assertThat(delete("/api/v1/datasets/" + dataset).statusCode()).isEqualTo(409);
    ask(id, "cancel");
    awaitRun(id);
    assertThat(delete("/api/v1/datasets/" + dataset).statusCode()).isEqualTo(204);
    assertThat(run(id).get("state").asString()).isEqualTo("cancelled");
  }

  @Test
  void an_unknown_run_cannot_be_controlled() {
    for (String verb : List.of("cancel", "stop", "pause", "resume")) {
      HttpResponse<String> answer = control("nothing", verb);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(json(answer).get("code").asString()).isEqualTo("unknown-run");
    }
  }

  private void illegal(String id, String verb, String state) {
    HttpResponse<String> answer = control(id, verb);
    assertThat(answer.statusCode()).isEqualTo(409);
    assertThat(json(answer).get("code").asString()).isEqualTo("illegal-transition");
    assertThat(json(answer).get("detail").asString()).contains(state);
  }

  private String hash(JsonNode run) {
    JsonNode model = run.get("model");
    return json(get(
            "/api/v1/models/"
                + model.get("name").asString()
                + "/versions/"
                + model.get("version").asInt()))
        .get("sha256")
        .asString();
  }
}
