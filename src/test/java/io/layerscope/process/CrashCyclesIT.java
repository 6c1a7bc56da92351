package io.layerscope.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.process.Ledger.Write;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The service is killed again and again while clients upload, submit and control: what was
 * acknowledged is there afterwards, once, and as it was. {@code -Dlayerscope.crash.cycles=100} is
 * the long form.
 */
class CrashCyclesIT {

  private static final int CYCLES = Integer.getInteger("layerscope.crash.cycles", 10);
  private static final int UPLOADS = 12;
  private static final int RUNS = 5;
  private static final List<String> TEMPLATES =
      List.of(
          """
          {"dataset": "iris", "name": "%s",
           "training": {"epochs": 60, "seed": 3, "earlyStopping": null}}
          """,
          """
          {"dataset": "digits", "name": "%s", "model": {"widths": [64, 32], "dropout": 0.2},
           "training": {"epochs": 120, "seed": 5, "earlyStopping": null},
           "statistics": {"everyEpochs": 40, "probeRows": 64}}
          """);

  @TempDir private Path folder;
  private final Ledger ledger = new Ledger();

  @Test
  void nothing_acknowledged_is_lost_doubled_or_changed_when_the_service_is_killed() {
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      Random random = new Random(cycle);
      try (ServiceProcess service = ServiceProcess.start(folder)) {
        ledger.repeat(service);
        check(service);
        untilKilled(service, cycle, random);
      }
    }
    try (ServiceProcess service = ServiceProcess.start(folder)) {
      ledger.repeat(service);
      check(service);
      finish(service);
      checkEnds(service);
    }
    assertThat(ledger.surprises()).isEmpty();
    System.out.printf(
        "%d crashes: %d writes acknowledged (%d data sets, %d runs, %d controls), 0 lost, 0"
            + " changed%n",
        CYCLES,
        ledger.acknowledged(),
        ledger.datasets().size(),
        ledger.runs().size(),
        ledger.acknowledged() - ledger.datasets().size() - ledger.runs().size());
  }

  private void untilKilled(ServiceProcess service, int cycle, Random random) {
    CompletableFuture<Void> killed =
        CompletableFuture.runAsync(
            service::kill,
            CompletableFuture.delayedExecutor(300 + random.nextInt(2500), TimeUnit.MILLISECONDS));
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      clients.execute(
          () -> {
            for (int i = 0; i < UPLOADS; i++) {
              String name = "upload-" + cycle + "-" + i;
              if (!ledger.tell(service, Write.upload(name, csv(cycle, i)))) {
                return;
              }
            }
          });
      clients.execute(
          () -> {
            for (int i = 0; i < RUNS; i++) {
              String name = "run-" + cycle + "-" + i;
              String request = TEMPLATES.get(i % TEMPLATES.size()).formatted(name);
              if (!ledger.tell(service, Write.submit(name, request))) {
                return;
              }
            }
          });
      clients.execute(() -> control(service, new Random(cycle + 1000), "a-" + cycle));
      clients.execute(() -> control(service, new Random(cycle + 2000), "b-" + cycle));
    }
    killed.join();
  }

  /** Asks this and that of runs until the service is gone. */
  private void control(ServiceProcess service, Random random, String name) {
    for (int i = 0; service.isAlive(); i++) {
      List<String> runs = List.copyOf(ledger.runs().keySet());
      if (!runs.isEmpty()) {
        String run = runs.get(random.nextInt(runs.size()));
        if (!ledger.tell(service, Write.control(run, verb(run, random), name + "-" + i))) {
          return;
        }
      }
    }
  }

  /** Few runs are ended: which, their id decides, so that the others can be expected to succeed. */
  private static String verb(String run, Random random) {
    int kind = run.hashCode() & 7;
    if (kind < 2 && random.nextInt(20) == 0) {
      return kind == 0 ? "cancel" : "stop";
    }
    return random.nextInt(3) == 0 ? "pause" : "resume";
  }

  /** What was acknowledged is there, and each of them once. */
  private void check(ServiceProcess service) {
    ledger
        .datasets()
        .forEach(
            (id, told) ->
                assertThat(service.json("/api/v1/datasets/" + id)).as("data set").isEqualTo(told));
    ledger
        .runs()
        .forEach(
            (id, told) -> {
              JsonNode run = service.json("/api/v1/runs/" + id);
              assertThat(run.get("request")).isEqualTo(told.get("request"));
              assertThat(run.get("createdAt")).isEqualTo(told.get("createdAt"));
              assertThat(run.get("error").isNull() || workerLost(run)).as("%s", run).isTrue();
            });
    assertThat(names(service, "/api/v1/datasets")).doesNotHaveDuplicates();
    assertThat(names(service, "/api/v1/runs")).doesNotHaveDuplicates();
  }

  private void finish(ServiceProcess service) {
    for (String run : ledger.runs().keySet()) {
      service.post("/api/v1/runs/" + run + "/resume", "application/json", "");
    }
    ledger.runs().keySet().forEach(run -> service.follow(run, "end"));
  }

  private void checkEnds(ServiceProcess service) {
    Map<String, String> hashes = new HashMap<>();
    int lost = 0;
    for (String id : ledger.runs().keySet()) {
      JsonNode run = service.json("/api/v1/runs/" + id);
      String state = run.get("state").asString();
      if (workerLost(run)) {
        lost++;
      } else {
        assertThat(state).as(run.toString()).isEqualTo(expected(id));
      }
      List<String> events = service.follow(id, "end");
      for (int i = 0; i < events.size(); i++) {
        assertThat(events.get(i)).isEqualTo(String.valueOf(i + 1));
      }
      if (state.equals("succeeded")) {
        JsonNode model = run.get("model");
        String hash =
            service
                .json("/api/v1/models/" + model.get("name").asString() + "/versions/1")
                .get("sha256")
                .asString();
        String dataset = run.get("request").get("dataset").asString();
        assertThat(hashes.computeIfAbsent(dataset, _ -> hash)).isEqualTo(hash);
      }
    }
    assertThat(hashes).containsKeys("iris", "digits");
    assertThat(lost).as("runs whose worker was lost thrice").isLessThan(ledger.runs().size() / 2);
    System.out.println(lost + " runs had their worker killed in three attempts in a row");
    for (String id : ledger.datasets().keySet()) {
      assertThat(service.json("/api/v1/datasets/" + id + "/rows?limit=3").get("rows").size())
          .isEqualTo(3);
    }
  }

  /** Three attempts in a row were killed before they could write a checkpoint: as documented. */
  private static boolean workerLost(JsonNode run) {
    return run.get("state").asString().equals("failed")
        && run.get("attempt").asInt() > 2
        && run.get("error").get("code").asString().equals("worker-lost");
  }

  /** A run ends as the acknowledged words decide: a cancel goes before a stop. */
  private String expected(String run) {
    if (ledger.asked(run, "cancel")) {
      return "cancelled";
    }
    return ledger.asked(run, "stop") ? "stopped" : "succeeded";
  }

  private static List<String> names(ServiceProcess service, String path) {
    List<String> names = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      JsonNode page = service.json(path + "?limit=200" + cursor);
      page.get("items").forEach(item -> names.add(item.get("name").asString()));
      JsonNode next = page.get("nextCursor");
      cursor = next.isNull() ? null : "&cursor=" + next.asString();
    }
    return names;
  }

  private static String csv(int cycle, int number) {
    StringBuilder csv = new StringBuilder("x,y,label\n");
    for (int i = 0; i < 200; i++) {
      csv.append(i * 0.37 + cycle).append(',').append(i % 7 + number).append(',');
      csv.append(i % 2 == 0 ? "a\n" : "b\n");
    }
    return csv.toString();
  }
}
