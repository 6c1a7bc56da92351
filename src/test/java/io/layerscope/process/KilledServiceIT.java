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
  void a_run_goes_on_from_its_checkpoint_after_a_kill_and_after_an_orderly_end() {
    String run;
    try (ServiceProcess service = ServiceProcess.start(folder)) {
      run = service.submit(RUN.formatted("interrupted"));
      service.follow(run, "epoch");
      control(service, run, "pause");
      service.follow(run, "state", body -> body.get("state").asString().equals("paused"));
      int paused = service.json("/api/v1/runs/" + run).get("progress").get("epoch").asInt();
      control(service, run, "resume");
      service.follow(run, "epoch", body -> body.get("epoch").asInt() > paused);
      service.kill();
    }
    try (ServiceProcess service = ServiceProcess.start(folder)) {
      service.follow(run, "state", body -> body.get("attempt").asInt() == 3);
      assertThat(service.stop()).isLessThan(Duration.ofSeconds(10));
    }
    try (ServiceProcess service = ServiceProcess.start(folder)) {
      service.follow(run, "end");
      service.follow(service.submit(RUN.formatted("whole")), "end");
      assertThat(hash(service, "interrupted")).isEqualTo(hash(service, "whole"));
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
