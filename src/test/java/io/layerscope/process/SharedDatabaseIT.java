package io.layerscope.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Several processes on one PostgreSQL and one data folder. */
class SharedDatabaseIT {

  private static final Duration LONGEST_TAKEOVER = Duration.ofSeconds(40);
  private static final String RUN =
      """
      {"dataset": "digits", "name": "%s",
       "model": {"widths": [128, 64], "dropout": 0.2, "normalization": "batch"},
       "training": {"epochs": %d, "seed": 5, "earlyStopping": null},
       "statistics": {"everyEpochs": 500, "probeRows": 64}}
      """;

  @TempDir private Path folder;
  private List<String> database = List.of();

  @BeforeEach
  void makeDatabase() {
    database =
        TestDatabase.postgresql().entrySet().stream()
            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
            .toList();
  }

  @Test
  void a_frozen_worker_is_replaced_and_changes_nothing_when_it_wakes() {
    try (ServiceProcess api = start("api");
        ServiceProcess first = start("worker")) {
      String frozen = api.submit(RUN.formatted("frozen", 1500));
      api.follow(frozen, "epoch");
      long begin = System.nanoTime();
      first.signal("STOP");
      try (ServiceProcess second = start("worker")) {
        api.follow(frozen, "state", body -> body.get("attempt").asInt() == 2);
        Duration takeover = Duration.ofNanos(System.nanoTime() - begin);
        first.signal("CONT");
        List<String> events = api.follow(frozen, "end");
        assertThat(events).isEqualTo(numbers(events.size()));
        JsonNode run = api.json("/api/v1/runs/" + frozen);
        assertThat(run.get("state").asString()).as(run.toString()).isEqualTo("succeeded");
        assertThat(run.get("attempt").asInt()).isEqualTo(2);
        assertThat(takeover).isLessThan(LONGEST_TAKEOVER);
        System.out.println("A frozen worker was replaced after " + takeover.toMillis() + " ms");
        String whole = api.submit(RUN.formatted("whole", 1500));
        api.follow(whole, "end");
        assertThat(hash(api, "frozen")).isEqualTo(hash(api, "whole"));
        assertThat(curves(api, frozen)).isEqualTo(curves(api, whole));
        assertThat(second.get("/api/v1/runs").statusCode()).isEqualTo(404);
      }
    }
  }

  @Test
  void a_killed_worker_is_replaced_at_once_by_another_on_its_host() {
    try (ServiceProcess api = start("api");
        ServiceProcess first = start("worker")) {
      String killed = api.submit(RUN.formatted("killed", 1_000_000));
      api.follow(killed, "epoch");
      try (ServiceProcess second = start("worker")) {
        long begin = System.nanoTime();
        first.kill();
        api.follow(killed, "state", body -> body.get("attempt").asInt() == 2);
        Duration takeover = Duration.ofNanos(System.nanoTime() - begin);
        System.out.println("A killed worker was replaced after " + takeover.toMillis() + " ms");
        assertThat(takeover).isLessThan(LONGEST_TAKEOVER);
        api.json("/api/v1/runs/" + killed + "/stop", "", 202);
        api.follow(killed, "end");
        assertThat(api.json("/api/v1/runs/" + killed).get("state").asString()).isEqualTo("stopped");
        assertThat(second.stop()).isLessThan(Duration.ofSeconds(10));
      }
    }
  }

  @Test
  void a_worker_s_picture_of_two_features_is_served_by_another_process() {
    try (ServiceProcess api = start("api");
        ServiceProcess worker = start("worker")) {
      String moons =
          api.json(
                  "/api/v1/datasets",
                  "{\"name\": \"moons\", \"generator\": {\"kind\": \"moons\", \"samples\": 100}}",
                  201)
              .get("id")
              .asString();
      String run =
          api.submit(
              "{\"dataset\": \""
                  + moons
                  + "\", \"training\": {\"epochs\": 1000000, \"earlyStopping\": null}}");
      api.follow(run, "epoch");
      JsonNode surface = api.json("/api/v1/runs/" + run + "/surface");
      assertThat(surface.get("labels")).hasSize(48 * 48);
      api.json("/api/v1/runs/" + run + "/cancel", "", 202);
      api.follow(run, "end");
      assertThat(worker.isAlive()).isTrue();
    }
  }

  @Test
  void sqlite_serves_one_process_only() {
    try (ServiceProcess worker = ServiceProcess.launch(folder, "--layerscope.role=worker")) {
      assertThat(worker.awaitEnd()).isNotZero();
      assertThat(worker.output())
          .contains("SQLite serves the role all only")
          .doesNotContain("\tat ");
    }
  }

  private ServiceProcess start(String role) {
    return ServiceProcess.start(
        folder,
        Stream.concat(
                database.stream(),
                Stream.of("--layerscope.role=" + role, "--layerscope.runs.concurrent=1"))
            .toArray(String[]::new));
  }

  private static List<String> numbers(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList();
  }

  private static String hash(ServiceProcess service, String model) {
    return service.json("/api/v1/models/" + model + "/versions/1").get("sha256").asString();
  }

  private static JsonNode curves(ServiceProcess service, String run) {
    return service.json(
        "/api/v1/runs/"
            + run
            + "/curves?series=trainLoss,trainAccuracy,validationLoss,validationAccuracy,"
            + "learningRate,gradientNorm");
  }
}
