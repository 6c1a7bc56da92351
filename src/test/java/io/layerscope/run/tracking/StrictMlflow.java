package io.layerscope.run.tracking;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * MLflow's tracking protocol, strictly: a field that a call does not have, a wrong type, a broken
 * limit, or a parameter that is written twice is answered as MLflow answers it, and remembered.
 */
final class StrictMlflow implements AutoCloseable {

  private static final String PREFIX = "/api/2.0/mlflow/";
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_./ -]{1,250}");
  private static final Set<String> STATES =
      Set.of("RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED");
  private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");

  private final HttpServer server;
  private final JsonMapper json = new JsonMapper();
  private final Map<String, String> experiments = new LinkedHashMap<>();
  private final Map<String, Logged> runs = new LinkedHashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private @Nullable String token;
  private int failing;
  private int failAfter = Integer.MAX_VALUE;

  /** A run, as the server has it. */
  static final class Logged {
    final String experiment;
    final String name;
    final long start;
    final Map<String, String> tags = new LinkedHashMap<>();
    final Map<String, String> params = new LinkedHashMap<>();
    final Set<String> metrics = new LinkedHashSet<>();
    int written;
    String status = "RUNNING";
    long end;

    Logged(String experiment, String name, long start) {
      this.experiment = experiment;
      this.name = name;
      this.start = start;
    }
  }

  private static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final String code;

    Wrong(int status, String code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }
  }

  StrictMlflow() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  synchronized void requireToken(String wanted) {
    token = wanted;
  }

  /** The next requests are answered with 503. */
  synchronized void fail(int requests) {
    failing = requests;
  }

  /** After some more requests everything is answered with 503. */
  synchronized void failAfter(int requests) {
    failAfter = requests;
  }

  synchronized void forgetEverything() {
    experiments.clear();
    runs.clear();
  }

  synchronized List<Logged> runs() {
    return List.copyOf(runs.values());
  }

  synchronized Map<String, String> experiments() {
    return Map.copyOf(experiments);
  }

  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  /** What was not in keeping with the protocol. */
  synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] body = exchange.getRequestBody().readAllBytes();
    calls.add(exchange.getRequestMethod() + " " + path);
    try {
      answer(exchange, 200, call(exchange, path, body));
    } catch (Wrong wrong) {
      if (wrong.status == 400) {
        complaints.add(path + ": " + wrong.getMessage());
      }
      answer(
          exchange,
          wrong.status,
          wrong.code.isEmpty()
              ? "<html>"
              : json.writeValueAsString(
                  Map.of("error_code", wrong.code, "message", wrong.getMessage())));
    }
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private String call(HttpExchange exchange, String path, byte[] body) {
    if (failing-- > 0 || failAfter-- <= 0) {
      throw new Wrong(503, "", "not now");
    }
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (token != null && !("Bearer " + token).equals(given)) {
      throw new Wrong(401, "", "who is there?");
    }
    require(path.startsWith(PREFIX), "unknown path");
    require(body.length <= 1_000_000, "more than 1 MB");
    String name = path.substring(PREFIX.length());
    if (exchange.getRequestMethod().equals("GET") && name.equals("experiments/get-by-name")) {
      return experiment(exchange.getRequestURI().getQuery());
    }
    require(exchange.getRequestMethod().equals("POST"), "must be POST");
    require(
        "application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type")),
        "must be application/json");
    return post(name, json.readTree(body));
  }

  private String post(String name, JsonNode request) {
    return switch (name) {
      case "experiments/create" -> createExperiment(request);
      case "runs/create" -> createRun(request);
      case "runs/log-batch" -> logBatch(request);
      case "runs/update" -> update(request);
      default -> throw new Wrong(404, "ENDPOINT_NOT_FOUND", name);
    };
  }

  private String experiment(String query) {
    require(query.startsWith("experiment_name="), "experiment_name is missing");
    String id = experiments.get(query.substring("experiment_name=".length()));
    if (id == null) {
      throw new Wrong(404, "RESOURCE_DOES_NOT_EXIST", "no such experiment");
    }
    return json.writeValueAsString(Map.of("experiment", Map.of("experiment_id", id)));
  }

  private String createExperiment(JsonNode request) {
    fields(request, Set.of("name"), Set.of("artifact_location", "tags"));
    String name = request.get("name").asString();
    if (experiments.containsKey(name)) {
      throw new Wrong(400, "RESOURCE_ALREADY_EXISTS", "there is one");
    }
    experiments.put(name, String.valueOf(experiments.size() + 1));
    return json.writeValueAsString(Map.of("experiment_id", experiments.get(name)));
  }

  private String createRun(JsonNode request) {
    fields(request, Set.of("experiment_id", "start_time"), Set.of("run_name", "tags", "user_id"));
    require(request.get("experiment_id").isString(), "experiment_id must be a string");
    require(request.get("start_time").isIntegralNumber(), "start_time must be an integer");
    String experiment = request.get("experiment_id").asString();
    if (!experiments.containsValue(experiment)) {
      throw new Wrong(404, "RESOURCE_DOES_NOT_EXIST", "no such experiment");
    }
    Logged run =
        new Logged(
            experiment, request.path("run_name").asString(""), request.get("start_time").asLong());
    require(request.path("tags").size() <= 100, "too many tags");
    request.path("tags").forEach(tag -> run.tags.put(key(tag), tag.get("value").asString()));
    String id = "mlflow" + (runs.size() + 1);
    runs.put(id, run);
    return json.writeValueAsString(
        Map.of("run", Map.of("info", Map.of("run_id", id, "status", "RUNNING"))));
  }

  private String logBatch(JsonNode request) {
    fields(request, Set.of("run_id"), Set.of("metrics", "params", "tags"));
    Logged run = run(request);
    JsonNode metrics = request.path("metrics");
    JsonNode params = request.path("params");
    require(metrics.size() <= 1000, "more than 1000 metrics");
    require(params.size() <= 100, "more than 100 params");
    require(metrics.size() + params.size() + request.path("tags").size() <= 1000, "too many");
    for (JsonNode param : params) {
      fields(param, Set.of("key", "value"), Set.of());
      String value = param.get("value").asString();
      require(param.get("value").isString() && value.length() <= 250, "value of " + key(param));
      String old = run.params.putIfAbsent(key(param), value);
      require(old == null || old.equals(value), "changed param " + key(param));
    }
    for (JsonNode metric : metrics) {
      fields(metric, Set.of("key", "value", "timestamp", "step"), Set.of());
      JsonNode value = metric.get("value");
      require(
          value.isNumber() || value.isString() && NOT_FINITE.contains(value.asString()),
          "value of " + key(metric));
      require(metric.get("timestamp").isIntegralNumber(), "timestamp of " + key(metric));
      require(metric.get("step").isIntegralNumber(), "step of " + key(metric));
      run.metrics.add(metric.toString());
      run.written++;
    }
    return "{}";
  }

  private String update(JsonNode request) {
    fields(request, Set.of("run_id"), Set.of("status", "end_time", "run_name"));
    Logged run = run(request);
    run.status = request.get("status").asString();
    require(STATES.contains(run.status), "unknown status " + run.status);
    require(request.get("end_time").isIntegralNumber(), "end_time must be an integer");
    run.end = request.get("end_time").asLong();
    return "{}";
  }

  private Logged run(JsonNode request) {
    Logged run = runs.get(request.get("run_id").asString());
    if (run == null) {
      throw new Wrong(404, "RESOURCE_DOES_NOT_EXIST", "no such run");
    }
    return run;
  }

  private static String key(JsonNode entry) {
    String key = entry.get("key").asString();
    require(KEY.matcher(key).matches(), "key " + key);
    require(
        !key.startsWith("/")
            && List.of(key.split("/", -1)).stream()
                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals("..")),
        "key " + key);
    return key;
  }

  private static void fields(JsonNode object, Set<String> required, Set<String> optional) {
    for (String field : required) {
      require(object.has(field), field + " is missing");
    }
    for (String field : object.propertyNames()) {
      require(required.contains(field) || optional.contains(field), "unknown field " + field);
    }
  }

  private static void require(boolean right, String complaint) {
    if (!right) {
      throw new Wrong(400, "INVALID_PARAMETER_VALUE", complaint);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
