package io.layerscope.process;

import io.layerscope.web.json.JsonSetup;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** What clients were told, and what they asked for and were not answered when the service died. */
final class Ledger {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Map<String, Write> unanswered = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> datasets = new ConcurrentHashMap<>();
  private final Map<String, JsonNode> runs = new ConcurrentHashMap<>();
  private final Map<String, List<String>> controls = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> surprises = new ConcurrentLinkedQueue<>();
  private final AtomicInteger acknowledged = new AtomicInteger();

  /** A POST with an Idempotency-Key. */
  record Write(String path, String type, String body, String key) {

    static Write upload(String key, String csv) {
      return new Write("/api/v1/datasets?name=" + key, "text/csv", csv, key);
    }

    static Write submit(String key, String request) {
      return new Write("/api/v1/runs", "application/json", request, key);
    }

    static Write control(String run, String verb, String key) {
      return new Write("/api/v1/runs/" + run + "/" + verb, "application/json", "", key);
    }
  }

  /**
   * Sends a write and notes its answer.
   *
   * @return whether there was one
   */
  boolean tell(ServiceProcess service, Write write) {
    unanswered.put(write.key(), write);
    HttpRequest request =
        HttpRequest.newBuilder(service.uri(write.path()))
            .header("Content-Type", write.type())
            .header("Idempotency-Key", write.key())
            .POST(BodyPublishers.ofString(write.body()))
            .build();
    try {
      HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
      unanswered.remove(write.key());
      note(write, answer);
      return true;
    } catch (IOException killed) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void note(Write write, HttpResponse<String> answer) {
    int status = answer.statusCode();
    if (status == 409) {
      return;
    }
    if (status != 201 && status != 202) {
      surprises.add(write + ": " + status + " " + answer.body());
      return;
    }
    acknowledged.incrementAndGet();
    JsonNode body = JsonSetup.mapper().readTree(answer.body());
    String id = body.get("id").asString();
    if (status == 201) {
      datasets.put(id, body);
    } else if (write.path().equals("/api/v1/runs")) {
      runs.put(id, body);
    } else {
      String verb = write.path().substring(write.path().lastIndexOf('/') + 1);
      controls.computeIfAbsent(id, _ -> new ArrayList<>());
      controls.computeIfPresent(id, (_, verbs) -> added(verbs, verb));
    }
  }

  private static List<String> added(List<String> verbs, String verb) {
    List<String> more = new ArrayList<>(verbs);
    more.add(verb);
    return more;
  }

  /** Repeats, with their keys, the writes that were not answered. */
  void repeat(ServiceProcess service) {
    for (Write write : List.copyOf(unanswered.values())) {
      if (!tell(service, write)) {
        throw service.failure("No answer to " + write);
      }
    }
  }

  Map<String, JsonNode> datasets() {
    return datasets;
  }

  Map<String, JsonNode> runs() {
    return runs;
  }

  /** Whether this was asked of a run, and acknowledged. */
  boolean asked(String run, String verb) {
    return Optional.ofNullable(controls.get(run)).orElse(List.of()).contains(verb);
  }

  /** Answers that no client may get. */
  List<String> surprises() {
    return List.copyOf(surprises);
  }

  int acknowledged() {
    return acknowledged.get();
  }
}
