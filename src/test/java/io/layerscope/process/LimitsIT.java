package io.layerscope.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A service with small limits: what is at one is taken, and one more is refused by its code. */
class LimitsIT {

  private static final String DATASETS = "/api/v1/datasets";
  private static final String RUNS = "/api/v1/runs";
  private static final String HEAD = "x,y,label\n";

  @TempDir private static Path folder;
  private static ServiceProcess service;

  @BeforeAll
  static void start() {
    service =
        ServiceProcess.start(
            folder,
            "--layerscope.limits.body=100000B",
            "--layerscope.dataset.bytes=2MB",
            "--layerscope.dataset.ratio=20",
            "--layerscope.dataset.rows=200",
            "--layerscope.dataset.columns=10",
            "--layerscope.dataset.cells=500",
            "--layerscope.dataset.classes=5",
            "--layerscope.dataset.categories=4",
            "--layerscope.runs.concurrent=1",
            "--layerscope.runs.queued=2",
            "--layerscope.runs.depth=3",
            "--layerscope.runs.width=20",
            "--layerscope.runs.parameters=500",
            "--layerscope.runs.epochs=100000",
            "--layerscope.runs.memory=500KB",
            "--layerscope.events.streams=1",
            "--layerscope.serving.max-rows=3",
            "--layerscope.serving.max-stream=2000B",
            "--layerscope.serving.max-body=1500B",
            "--layerscope.models.import-bytes=500B",
            "--server.tomcat.connection-timeout=2s",
            "--spring.jackson.factory.constraints.read.max-nesting-depth=10",
            "--spring.jackson.factory.constraints.read.max-token-count=20000",
            "--spring.jackson.factory.constraints.read.max-string-length=300",
            "--spring.jackson.factory.constraints.read.max-name-length=100",
            "--spring.jackson.factory.constraints.read.max-number-length=50");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void accepted(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
  }

  private static void refused(HttpResponse<String> answer, int status, String code) {
    assertThat(answer.statusCode())
        .as(answer.statusCode() == 500 ? service.output() : answer.body())
        .isEqualTo(status);
    assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
  }

  private static HttpResponse<String> csv(String body) {
    return service.post(DATASETS + "?target=label", "text/csv", body);
  }

  private static String rows(int count) {
    StringBuilder rows = new StringBuilder(HEAD);
    for (int i = 0; i < count; i++) {
      rows.append(i).append(",1,").append(i % 2 == 0 ? "a" : "b").append('\n');
    }
    return rows.toString();
  }

  @Test
  void all_of_them_are_listed_with_their_values() {
    JsonNode limits = service.json("/api/v1/limits").get("items");
    List<String> told = new ArrayList<>();
    limits.forEach(
        limit -> told.add(limit.get("name").asString() + " " + limit.get("value").asLong(-1)));
    assertThat(told)
        .contains("body 100000", "rows 200", "depth 3", "jsonTokens 20000", "predictionRows 3")
        .contains("eventStreams 1", "queuedRuns 2", "runMemory 512000", "requestRate -1");
  }

  @Test
  void rows_columns_cells_classes_and_categories() {
    accepted(csv(rows(166)));
    refused(csv(rows(167)), 413, "too-many-cells");
    String narrow = rows(200).replace(",1,", ",").replace("x,y,", "x,");
    accepted(csv(narrow));
    refused(csv(narrow + "1,a\n"), 413, "too-many-rows");
    String wide = "1,".repeat(9) + "a\n" + "1,".repeat(9) + "b\n";
    accepted(service.post(DATASETS + "?header=false", "text/csv", wide));
    refused(
        service.post(DATASETS + "?header=false", "text/csv", wide.replace("1,", "1,1,")),
        413,
        "too-many-columns");
    String labels = HEAD + "1,1,a\n1,2,b\n1,3,c\n1,4,d\n1,5,e\n";
    accepted(csv(labels));
    refused(csv(labels + "1,6,f\n"), 422, "unusable-target");
    String words = HEAD + "p,1,a\nq,1,b\nr,1,a\ns,1,b\n";
    accepted(csv(words));
    refused(csv(words + "t,1,a\n"), 422, "too-many-categories");
  }

  @Test
  void uploads_and_what_they_unpack_to() throws IOException {
    String body = rows(100);
    accepted(csv(body + "\n".repeat((2 << 20) - body.length())));
    refused(csv(body + "\n".repeat((2 << 20) - body.length() + 1)), 413, "too-large");
    refused(gzip(body + "\n".repeat(1_500_000)), 413, "packed-too-well");
    accepted(gzip(body));
  }

  private static HttpResponse<String> gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return service.send(
        HttpRequest.newBuilder(service.uri(DATASETS + "?target=label"))
            .header("Content-Type", "text/csv")
            .POST(BodyPublishers.ofByteArray(packed.toByteArray())));
  }

  @Test
  void bodies_and_their_json() {
    String run = "{\"dataset\": \"none\", \"model\": {\"widths\": [4]}, \"name\": \"%s\"}";
    refused(run(run.formatted("a".repeat(300))), 422, "out-of-bounds");
    refused(run(run.formatted("a".repeat(301))), 400, "json-string-too-long");
    String padded = run.formatted("a") + " ".repeat(100_000 - run.formatted("a").length());
    refused(run(padded), 422, "unknown-dataset");
    refused(run(padded + " "), 413, "too-large");
    String deep = "{\"dataset\": " + "[".repeat(9) + "]".repeat(9) + "}";
    refused(run(deep), 400, "wrong-type");
    String list = "{\"dataset\": \"none\", \"model\": {\"widths\": [%s1]}}";
    refused(run(list.formatted("1,".repeat(19_000))), 422, "out-of-bounds");
    refused(run(list.formatted("1,".repeat(20_000))), 400, "json-too-many-tokens");
    refused(run("{\"" + "a".repeat(101) + "\": 1}"), 400, "json-name-too-long");
    String number = "{\"dataset\": \"none\", \"training\": {\"seed\": %s}}";
    refused(run(number.formatted("1".repeat(51))), 400, "json-number-too-long");
    refused(
        service.post("/api/v1/datasets", "application/json", "{\"rows\":" + "[".repeat(200)),
        400,
        "json-too-deep");
  }

  private static HttpResponse<String> run(String body) {
    return service.post(RUNS, "application/json", body);
  }

  @Test
  void depth_width_parameters_epochs_and_memory() {
    String shaped =
        "{\"dataset\": \"none\", \"model\": {\"depth\": %d, \"widths\": [%d]},"
            + " \"training\": {\"epochs\": %d}}";
    refused(run(shaped.formatted(3, 20, 100_000)), 422, "unknown-dataset");
    refused(run(shaped.formatted(4, 20, 1)), 422, "out-of-bounds");
    refused(run(shaped.formatted(3, 21, 1)), 422, "out-of-bounds");
    refused(run(shaped.formatted(3, 20, 100_001)), 422, "out-of-bounds");
    // iris: 4 inputs and 3 classes, so 8 w + 3 parameters with one hidden layer of w.
    String iris = "{\"dataset\": \"iris\", \"model\": {\"widths\": %s}, \"training\": %s}";
    refused(run(iris.formatted("[20, 20]", "{}")), 422, "too-many-parameters");
    String digits = iris.replace("iris", "digits");
    refused(run(digits.formatted("[6]", "{\"batchSize\": \"full\"}")), 422, "too-much-memory");
  }

  @Test
  void waiting_runs_and_readers_of_events() throws IOException {
    String endless =
        "{\"dataset\": \"iris\", \"model\": {\"widths\": [4]}, \"training\": {\"epochs\": 100000,"
            + " \"earlyStopping\": null}, \"statistics\": {\"everyEpochs\": 5000}}";
    String first = service.submit(endless);
    service.follow(first, "epoch");
    List<String> waiting = List.of(service.submit(endless), service.submit(endless));
    HttpResponse<String> third = run(endless);
    refused(third, 429, "too-many-queued-runs");
    assertThat(third.headers().firstValue("Retry-After")).isPresent();
    try (Socket _ = reader(waiting.getFirst())) {
      refused(service.get(RUNS + "/" + first + "/events"), 503, "too-many-event-streams");
    }
    for (String id : waiting) {
      service.json(RUNS + "/" + id + "/cancel", "", 202);
    }
    service.json(RUNS + "/" + first + "/stop", "", 202);
  }

  /** Follows a run; who followed one before may just be leaving. */
  private static Socket reader(String run) throws IOException {
    String get = "GET " + RUNS + "/" + run + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for (int i = 0; i < 10_000; i++) {
      Socket socket = new Socket("127.0.0.1", service.port());
      socket.getOutputStream().write(get.getBytes(StandardCharsets.US_ASCII));
      byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      if (new String(status, StandardCharsets.US_ASCII).endsWith("200")) {
        return socket;
      }
      socket.close();
    }
    throw new AssertionError("no place for a reader becomes free");
  }

  @Test
  void predictions_and_files_of_models() {
    String run =
        "{\"dataset\": \"iris\", \"name\": \"small\", \"model\": {\"widths\": [4]},"
            + " \"training\": {\"epochs\": 1}}";
    service.follow(service.submit(run), "end");
    String predictions = "/api/v1/models/small/predictions";
    String row = "[1, 2, 3, 4]";
    String three = "{\"rows\": [" + row + "," + row + "," + row + "]}";
    accepted(service.post(predictions, "application/json", three));
    refused(
        service.post(predictions, "application/json", three.replace("]]", "]," + row + "]")),
        413,
        "too-many-rows");
    String lines = "1,2,3,4\n".repeat(3);
    accepted(service.post(predictions + "?header=false", "text/csv", lines));
    refused(
        service.post(predictions + "?header=false", "text/csv", lines + "1,2,3,4\n"),
        413,
        "too-many-rows");
    String padded = three + " ".repeat(2000 - three.length());
    accepted(service.post(predictions, "application/json", padded));
    refused(service.post(predictions, "application/json", padded + " "), 413, "too-large");
    String other = "{\"instances\": [" + row + "]}";
    String served = other + " ".repeat(1500 - other.length());
    accepted(service.post("/v1/models/small:predict", "application/json", served));
    assertThat(
            service.post("/v1/models/small:predict", "application/json", served + " ").statusCode())
        .isEqualTo(413);
    String file = "/api/v1/models/taken/versions";
    refused(service.post(file, "application/octet-stream", "x".repeat(500)), 400, "damaged-file");
    refused(service.post(file, "application/octet-stream", "x".repeat(501)), 413, "too-large");
  }

  @Test
  void a_client_that_stops_sending_is_answered() throws IOException {
    try (Socket socket = new Socket("127.0.0.1", service.port())) {
      socket.setSoTimeout(60_000);
      String head =
          "POST /api/v1/runs HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Content-Length: 100\r\n\r\n{\"dataset\"";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("request-too-slow");
    }
  }
}
