package io.layerscope.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.process.ServiceProcess;
import io.layerscope.web.json.JsonSetup;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Hostile requests for every operation of our own OpenAPI document: 20,000, or as many as {@code
 * -Dlayerscope.fuzz.requests} says (1000000 is the long form), from {@code -Dlayerscope.fuzz.seed}
 * on. A failure names the number that makes its request again.
 */
class FuzzIT {

  private static final int REQUESTS = Integer.getInteger("layerscope.fuzz.requests", 20_000);
  private static final long SEED = Long.getLong("layerscope.fuzz.seed", 1);
  private static final int CLIENTS = 8;
  private static final int MOST_SHOWN = 20;

  /** A hang. Networks compute below the priority of requests, which are without end here. */
  private static final long LONGEST_IN_FLOOD = 10_000;

  /** Of a request alone. */
  private static final long LONGEST = 2000;

  private static final String RUN =
      """
      {"dataset": "iris", "name": "fuzzed", "model": {"widths": [4]},
       "training": {"epochs": 3, "seed": 1}}
      """;

  private final Queue<String> flaws = new ConcurrentLinkedQueue<>();
  private final Map<Long, Long> slow = new ConcurrentSkipListMap<>();
  private final Map<Integer, AtomicLong> answers = new TreeMap<>();
  private final AtomicLong next = new AtomicLong(SEED);

  @Test
  void no_request_breaks_the_service(@TempDir Path folder) throws InterruptedException {
    try (ServiceProcess service =
        ServiceProcess.start(
            folder,
            "--layerscope.dataset.memory=2MB",
            "--layerscope.runs.queued=20",
            "--layerscope.runs.epochs=1000",
            "--layerscope.runs.memory=16MB")) {
      String run = service.submit(RUN);
      service.follow(run, "end");
      String before = state(service);
      RequestMaker maker =
          new RequestMaker(
              service.json("/v3/api-docs"),
              Map.of(
                  "runs", List.of(run),
                  "datasets", List.of("iris"),
                  "name", List.of("fuzzed"),
                  "alias", List.of("latest")));
      assertThat(maker.operations()).isGreaterThan(30);
      try (HttpClient client = client()) {
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
          for (int i = 0; i < CLIENTS; i++) {
            clients.execute(() -> flood(service, client, maker));
          }
        }
        System.out.printf(
            "FuzzIT: %d requests from seed %d: %s; milliseconds of those above 2 s: %s%n",
            REQUESTS, SEED, answers, slow);
        end(service);
        slow.keySet().forEach(number -> ask(service, client, maker, number, LONGEST));
      }
      assertThat(flaws).isEmpty();
      end(service);
      assertThat(state(service)).isEqualTo(before);
      service.follow(service.submit(RUN), "end");
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private void flood(ServiceProcess service, HttpClient client, RequestMaker maker) {
    for (long number = next.getAndIncrement();
        number < SEED + REQUESTS && flaws.size() < MOST_SHOWN;
        number = next.getAndIncrement()) {
      long millis = ask(service, client, maker, number, LONGEST_IN_FLOOD);
      if (millis > LONGEST) {
        slow.put(number, millis);
      }
    }
  }

  /** Sends a request, notes what is wrong with its answer, and gives the time that it took. */
  private long ask(
      ServiceProcess service, HttpClient client, RequestMaker maker, long number, long longest) {
    FuzzRequest request = maker.make(number);
    String what = "seed " + number + ": " + request;
    long begin = System.nanoTime();
    try {
      HttpResponse<String> answer =
          client.send(request.at(service.uri("/")), BodyHandlers.ofString());
      long millis = millisSince(begin);
      if (millis > longest) {
        flaws.add("no answer for " + millis + " ms <- " + what);
      }
      count(answer.statusCode());
      String flaw = flaw(answer);
      if (flaw != null) {
        flaws.add(flaw + " <- " + answer.statusCode() + " " + answer.body() + " <- " + what);
      }
      if (answer.statusCode() == 202 && request.operation().equals("submitRun")) {
        cancel(service, answer);
      }
      return millis;
    } catch (IOException | RuntimeException e) {
      flaws.add(e + " <- " + what);
    } catch (InterruptedException e) {
      flaws.add("interrupted <- " + what);
      Thread.currentThread().interrupt();
    }
    return millisSince(begin);
  }

  private static long millisSince(long begin) {
    return (System.nanoTime() - begin) / 1_000_000;
  }

  private void count(int status) {
    synchronized (answers) {
      answers.computeIfAbsent(status, _ -> new AtomicLong()).incrementAndGet();
    }
  }

  private static void cancel(ServiceProcess service, HttpResponse<String> answer) {
    String id = JsonSetup.mapper().readTree(answer.body()).get("id").asString();
    service.post("/api/v1/runs/" + id + "/cancel", "application/json", "");
  }

  /** What is wrong with an answer; null: nothing. */
  private static @org.jspecify.annotations.Nullable String flaw(HttpResponse<String> answer) {
    int status = answer.statusCode();
    if (status < 400) {
      return null;
    }
    if (status >= 500 && status != 503 && status != 507) {
      return "broken";
    }
    String type = answer.headers().firstValue("Content-Type").orElse("");
    if (!type.equals("application/problem+json")) {
      return "no problem document but " + type;
    }
    if (answer.body().contains("Exception") || answer.body().contains("java.")) {
      return "tells of the inside";
    }
    try {
      JsonNode problem = JsonSetup.mapper().readTree(answer.body());
      boolean whole =
          problem.path("code").asString("").matches("[a-z]+(-[a-z]+)*")
              && problem.path("status").asInt() == status
              && problem.path("detail").asString("").length() > 5;
      return whole ? null : "no whole problem document";
    } catch (JacksonException e) {
      return "no JSON";
    }
  }

  /** What the service tells of the things that were there from the start. */
  private static String state(ServiceProcess service) {
    return service.json("/api/v1/datasets/iris").toString()
        + service.json("/api/v1/models/fuzzed/versions/1/evaluation")
        + service
            .json(
                "/api/v1/models/fuzzed/predictions?version=1",
                "{\"rows\": [[5.1, 3.5, 1.4, 0.2]]}",
                200)
            .get("predictions")
        + service.get("/actuator/health").body();
  }

  /** Ends the runs that were made, so that the last one does not wait for them. */
  private static void end(ServiceProcess service) {
    for (String state : List.of("queued", "running", "paused")) {
      service
          .json("/api/v1/runs?limit=200&state=" + state)
          .get("items")
          .forEach(
              run ->
                  service.post(
                      "/api/v1/runs/" + run.get("id").asString() + "/cancel",
                      "application/json",
                      ""));
    }
  }
}
