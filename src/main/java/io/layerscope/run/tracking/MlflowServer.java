package io.layerscope.run.tracking;

import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** MLflow's tracking server, by those of its REST calls that logging a run takes. */
final class MlflowServer {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(20);
  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  private final MlflowProperties properties;
  private final JsonMapper json;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  MlflowServer(MlflowProperties properties, JsonMapper json) {
    this.properties = properties;
    this.json = json;
  }

  /** A parameter or a tag. */
  record Entry(String key, String value) {}

  /**
   * A number of an epoch.
   *
   * @param value a number; a text for one that is not finite
   * @param timestamp milliseconds since 1970
   */
  record Metric(String key, Object value, long timestamp, long step) {

    static Metric of(String key, double value, long timestamp, long step) {
      Object sent = value;
      if (!Double.isFinite(value)) {
        // JSON has no such numbers; these are the words that MLflow knows.
        sent = Double.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
      }
      return new Metric(key, sent, timestamp, step);
    }
  }

  /** The experiment's name at the server; it is made when it is missing. */
  String experiment() throws Unreachable {
    String name = URLEncoder.encode(properties.experiment(), StandardCharsets.UTF_8);
    String path = "experiments/get-by-name?experiment_name=" + name.replace("+", "%20");
    try {
      JsonNode found = send(request(path).GET().build());
      return text(found, "/experiment/experiment_id");
    } catch (Refused missing) {
      if (!missing.is("RESOURCE_DOES_NOT_EXIST")) {
        throw missing;
      }
    }
    try {
      JsonNode made = post("experiments/create", Map.of("name", properties.experiment()));
      return text(made, "/experiment_id");
    } catch (Refused other) {
      if (!other.is("RESOURCE_ALREADY_EXISTS")) {
        throw other;
      }
      // Another process was faster.
      return text(send(request(path).GET().build()), "/experiment/experiment_id");
    }
  }

  /** Makes a run and gives its name at the server. */
  String createRun(String experiment, String name, long start, List<Entry> tags)
      throws Unreachable {
    JsonNode made =
        post(
            "runs/create",
            Map.of(
                "experiment_id", experiment, "run_name", name, "start_time", start, "tags", tags));
    return text(made, "/run/info/run_id");
  }

  /** Logs at most 1000 metrics and 100 parameters, together at most 1000. */
  void logBatch(String run, List<Metric> metrics, List<Entry> parameters) throws Unreachable {
    post("runs/log-batch", Map.of("run_id", run, "metrics", metrics, "params", parameters));
  }

  /** Ends a run. */
  void endRun(String run, String status, long end) throws Unreachable {
    post("runs/update", Map.of("run_id", run, "status", status, "end_time", end));
  }

  private JsonNode post(String path, Object body) throws Unreachable {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(properties.call(path)).timeout(ANSWER);
    if (properties.token() != null) {
      request.header("Authorization", "Bearer " + properties.token());
    }
    return request;
  }

  private JsonNode send(HttpRequest request) throws Unreachable {
    HttpResponse<String> answer;
    try {
      answer = client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new Unreachable(request.uri().getPath() + ": " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable("interrupted");
    }
    int status = answer.statusCode();
    if (status == OK) {
      return tree(answer.body());
    }
    boolean refused =
        status >= BAD_REQUEST
            && status < SERVER_ERROR
            // These are not about the run: a token may be renewed, the server have more time.
            && !List.of(UNAUTHORIZED, FORBIDDEN, REQUEST_TIMEOUT, TOO_MANY_REQUESTS)
                .contains(status);
    JsonNode body = refused ? tree(answer.body()) : json.nullNode();
    String code = body.path("error_code").asString("");
    if (code.isEmpty()) {
      // Not MLflow's own answer: a proxy's, a login's, or another server's.
      throw new Unreachable(request.uri().getPath() + " was answered with status " + status);
    }
    throw new Refused(code, code + ": " + body.path("message").asString(""));
  }

  private JsonNode tree(String body) throws Unreachable {
    try {
      return json.readTree(body);
    } catch (JacksonException e) {
      throw new Unreachable("The answer is no JSON: " + e.getOriginalMessage());
    }
  }

  private static String text(JsonNode answer, String pointer) throws Unreachable {
    String found = answer.at(pointer).asString("");
    if (found.isEmpty()) {
      throw new Unreachable("The answer has no " + pointer);
    }
    return found;
  }
}
