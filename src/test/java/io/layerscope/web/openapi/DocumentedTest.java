package io.layerscope.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;

/** A test that walks the operations of the OpenAPI document, on resources that are there. */
abstract class DocumentedTest extends ServiceTest {

  static final String RUNS = "/api/v1/runs";
  private static final String TRAINED =
      """
      {"name": "softmax regression", "dataset": "iris", "model": {"depth": 0, "widths": []},
       "training": {"epochs": 3, "seed": %d, "optimizer": {"kind": "sgd", "learningRate": 0.5}},
       "statistics": {"histogramBins": 4}, "register": {"model": "examples"}}
      """;
  private static final String MOONS =
      "{\"name\": \"flat\", \"generator\": {\"kind\": \"moons\", \"samples\": 60, \"seed\": 1}}";
  private static final String FLAT = "{\"dataset\": \"%s\", \"training\": {\"epochs\": 2}}";
  private static final String ENDLESS =
      """
      {"name": "long", "dataset": "iris", "model": {"depth": 0, "widths": []},
       "training": {"epochs": 1000000, "earlyStopping": null},
       "statistics": {"everyEpochs": 1000}, "register": {"model": "examples-long"}}
      """;

  /** Questions that need more than what is required. */
  private static final Map<String, String> QUERIES =
      Map.of(
          "getDropoutKeptUnits",
          "?units=100&dropout=0.5",
          "getRunLayer",
          "?fromEpoch=3",
          "exportModelVersion",
          "?format=npz",
          "exportRun",
          "?format=tensorboard");

  private final List<String> endless = new ArrayList<>();

  @AfterEach
  void cancelWhatWouldGoOn() {
    endless.forEach(run -> post(RUNS + "/" + run + "/cancel", ""));
  }

  record Operation(String method, String path, JsonNode description) {

    String id() {
      return description.path("operationId").asString();
    }

    JsonNode content() {
      return description.at("/requestBody/content");
    }
  }

  /** The operation's path on resources that are there and in the state that it needs. */
  String path(Operation operation) {
    String path =
        operation
            .path()
            .replace("{version}", "1")
            .replace("{alias}", "latest")
            .replace("{index}", "1");
    String query = QUERIES.getOrDefault(operation.id(), "");
    if (path.contains("/datasets/{id}")) {
      path = path.replace("{id}", "iris");
    } else if (path.contains("/keys/{id}")) {
      path = path.replace("{id}", key());
    } else if (path.endsWith("/compare")) {
      query = "?ids=" + trained(1) + "," + trained(2);
    } else if (path.endsWith("/surface")) {
      path = path.replace("{id}", ended(FLAT.formatted(moons())));
    } else if (path.contains("/runs") && !operation.method().equals("post")) {
      path = path.replace("{id}", trained(1));
    } else if (path.contains("{id}")) {
      path = path.replace("{id}", active(operation.id().equals("resumeRun")));
    }
    if (path.contains("{name}") || path.endsWith("/models")) {
      trained(1);
      trained(2);
      path = path.replace("{name}", "examples");
    }
    return path + query;
  }

  private String key() {
    return json(post("/api/v1/keys", "{\"name\": \"shown\", \"scopes\": [\"read\"]}"))
        .get("id")
        .asString();
  }

  private String trained(int seed) {
    return ended(TRAINED.formatted(seed));
  }

  private String ended(String request) {
    String id = json(post(RUNS, request)).get("id").asString();
    assertThat(awaitRun(id).get("state").asString()).isEqualTo("succeeded");
    return id;
  }

  private String moons() {
    return json(post("/api/v1/datasets", MOONS)).get("id").asString();
  }

  /** A run that can be paused, or resumed; the answer to that is compared, so it goes on. */
  private String active(boolean paused) {
    String id = json(post(RUNS, ENDLESS)).get("id").asString();
    endless.add(id);
    if (paused) {
      assertThat(post(RUNS + "/" + id + "/pause", "").statusCode()).isEqualTo(202);
    }
    return id;
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    json(get("/v3/api-docs"))
        .path("paths")
        .forEachEntry(
            (path, item) ->
                item.forEachEntry(
                    (method, description) ->
                        operations.add(new Operation(method, path, description))));
    return operations;
  }
}
