package io.layerscope.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Nothing that was acknowledged is lost when the service is killed. */
class KilledServiceIT {

  private static final String RUN =
      """
      {"dataset": "digits", "name": "%s",
       "model": {"widths": [128, 64], "dropout": 0.2},
       "training": {"epochs": 300, "seed": 5, "earlyStopping": null},
       "statistics": {"everyEpochs": 100, "probeRows": 64}}
      """;
  private static final String ROWS = "/rows?limit=200";

  @TempDir private Path folder;

  @Test
  void a_killed_run_is_taken_up_and_ends_with_the_bits_of_an_uninterrupted_one() {
    String killed;
    String dataset;
    JsonNode rows;
    try (ServiceProcess service = ServiceProcess.start(folder)) {
      JsonNode uploaded =
          service.json(service.post("/api/v1/datasets?name=mine", "text/csv", csv(150)), 201);
      dataset = "/api/v1/datasets/" + uploaded.get("id").asString();
      rows = service.json(dataset + ROWS);
      killed = service.submit(RUN.formatted("killed"));
      service.follow(killed, "epoch");
      assertThat(service.json("/api/v1/runs/" + killed).get("state").asString())
          .isEqualTo("running");
      service.kill();
    }
    try (ServiceProcess service = ServiceProcess.start(folder)) {
      List<String> events = service.follow(killed, "end");
      for (int i = 0; i < events.size(); i++) {
        assertThat(events.get(i)).isEqualTo(String.valueOf(i + 1));
      }
      JsonNode run = service.json("/api/v1/runs/" + killed);
      assertThat(run.get("state").asString()).as(run.toString()).isEqualTo("succeeded");
      assertThat(run.get("attempt").asInt()).isEqualTo(2);
      service.follow(service.submit(RUN.formatted("whole")), "end");
      assertThat(hash(service, "killed")).isEqualTo(hash(service, "whole"));
      assertThat(service.json(dataset + ROWS)).isEqualTo(rows);
    }
  }

  @Test
  void a_killed_run_goes_on_from_its_checkpoint_to_the_same_bits() {
    String killed;
    try (ServiceProcess service = ServiceProcess.start(folder)) {
      killed = service.submit(RUN.formatted("killed"));
      service.follow(killed, "epoch");
      control(service, killed, "pause");
      service.follow(killed, "state", run -> run.get("state").asString().equals("paused"));
      int paused = service.json("/api/v1/runs/" + killed).get("progress").get("epoch").asInt();
      control(service, killed, "resume");
      service.follow(killed, "epoch", epoch -> epoch.get("epoch").asInt() > paused);
      service.kill();
    }
    try (ServiceProcess service = ServiceProcess.start(folder)) {
      service.follow(killed, "end");
      service.follow(service.submit(RUN.formatted("whole")), "end");
      assertThat(hash(service, "killed")).isEqualTo(hash(service, "whole"));
    }
  }

  @Test
  void a_service_that_is_asked_to_end_does_so_within_ten_seconds_and_loses_nothing() {
    String run;
    try (ServiceProcess service = ServiceProcess.start(folder)) {
      run = service.submit(RUN.formatted("stopped"));
      service.follow(run, "epoch");
      assertThat(service.stop()).isLessThan(Duration.ofSeconds(10));
    }
    try (ServiceProcess service = ServiceProcess.start(folder)) {
      service.follow(run, "end");
      assertThat(service.json("/api/v1/runs/" + run).get("state").asString())
          .isEqualTo("succeeded");
    }
  }

  private static void control(ServiceProcess service, String run, String verb) {
    service.json("/api/v1/runs/" + run + "/" + verb, "", 202);
  }

  private static String hash(ServiceProcess service, String model) {
    return service.json("/api/v1/models/" + model + "/versions/1").get("sha256").asString();
  }

  private static String csv(int rows) {
    StringBuilder csv = new StringBuilder("x,y,label\n");
    for (int i = 0; i < rows; i++) {
      csv.append(i * 0.37).append(',').append(i % 7).append(',').append(i % 2 == 0 ? "a" : "b");
      csv.append('\n');
    }
    return csv.toString();
  }
}
