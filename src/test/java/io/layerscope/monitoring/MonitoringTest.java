package io.layerscope.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;

/** What dashboards, alerts and docs/metrics.md name is what a service tells that has worked. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringTest extends ServiceTest {

  private static final Path DASHBOARDS = Path.of("monitoring/grafana/dashboards");
  private static final Path ALERTS = Path.of("monitoring/prometheus/alerts.yml");
  private static final Pattern DOCUMENTED =
      Pattern.compile("(?m)^\\| `(\\w+)` \\| (\\w+) \\|([^|]*)\\|");
  private static final Pattern LABEL = Pattern.compile("`(\\w+)`");

  private Scrape scrape = new Scrape(Map.of(), Map.of());

  @BeforeAll
  void trains_and_predicts() {
    String request =
        """
        {"dataset": "iris", "name": "monitored", "model": {"widths": [4, 4]},
         "training": {"epochs": 3}}\
        """;
    String run = json(post("/api/v1/runs", request)).get("id").asString();
    assertThat(awaitRun(run).get("state").asString()).isEqualTo("succeeded");
    String empty = "{\"rows\": []}";
    assertThat(post("/api/v1/models/monitored/predictions", empty).statusCode()).isEqualTo(422);
    scrape = Scrape.parse(get("/actuator/prometheus").body());
  }

  @Test
  void every_query_of_a_dashboard_finds_what_it_names() throws IOException {
    Map<String, List<String>> missing = new TreeMap<>();
    int queries = 0;
    try (Stream<Path> files = Files.list(DASHBOARDS)) {
      for (Path file : files.toList()) {
        JsonNode dashboard = json.readTree(Files.readString(file));
        for (String expression : expressions(dashboard)) {
          queries++;
          missing.put(expression, Query.parse(expression).missing(scrape));
        }
      }
    }
    missing.values().removeIf(List::isEmpty);
    assertThat(missing).isEmpty();
    assertThat(queries).isGreaterThan(40);
  }

  @Test
  void every_alert_finds_what_it_names() throws IOException {
    Map<String, Object> rules = new Yaml().load(Files.readString(ALERTS));
    int alerts = 0;
    for (JsonNode rule : json.valueToTree(rules).at("/groups/0/rules")) {
      alerts++;
      String expression = rule.get("expr").asString();
      assertThat(Query.parse(expression).missing(scrape)).as(expression).isEmpty();
      assertThat(rule.at("/labels/severity").asString()).isNotEmpty();
      assertThat(rule.at("/annotations/summary").asString()).isNotEmpty();
    }
    assertThat(alerts).isGreaterThan(5);
  }

  @Test
  void the_documented_metrics_are_those_that_there_are() throws IOException {
    Map<String, String> documented = new TreeMap<>();
    Matcher row = DOCUMENTED.matcher(Files.readString(Path.of("docs/metrics.md")));
    while (row.find()) {
      documented.put(row.group(1), row.group(2));
      Set<String> labels =
          LABEL.matcher(row.group(3)).results().map(m -> m.group(1)).collect(Collectors.toSet());
      String sample = row.group(1) + (row.group(2).equals("histogram") ? "_count" : "");
      Set<String> told = new TreeSet<>(scrape.samples().getOrDefault(sample, Set.of()));
      told.removeAll(Set.of("instance", "job"));
      assertThat(told).as(sample).isEqualTo(labels);
    }
    Map<String, String> told = new TreeMap<>(scrape.families());
    told.keySet().removeIf(name -> !name.matches("(mlp|nv)_.*"));
    // Each histogram has its greatest value beside it.
    told.keySet().removeIf(name -> name.endsWith("_max"));
    told.replace("mlp_training_jobs_total", "counter");
    assertThat(told).isEqualTo(documented);
  }

  @Test
  void what_was_done_is_counted() {
    String metrics = get("/actuator/prometheus").body();
    assertThat(metrics)
        .containsPattern("mlp_training_jobs_total\\{outcome=\"succeeded\"} [1-9]")
        .contains("mlp_training_epoch{model=\"monitored\"} 3.0")
        .containsPattern(
            "mlp_inference_requests_total\\{model=\"monitored\",outcome=\"client_error\","
                + "protocol=\"layerscope\",version=\"1\"} [1-9]")
        .containsPattern("mlp_layer_activation_stdev\\{layer=\"3\",model=\"monitored\"} [0-9.E-]+");
  }

  @ParameterizedTest
  @CsvSource({
    "layerscope, /api/v1/models/%s/predictions",
    "open-inference, /v2/models/%s/infer",
    "tensorflow, /v1/models/%s:predict",
    "tensorflow, /v1/models/%s/versions/1:classify",
    "mlflow, /invocations?model=%s"
  })
  void requests_for_models_that_are_not_there_are_counted_without_their_names(
      String protocol, String path) {
    String count =
        "mlp_inference_requests_total\\{model=\"\\(unknown\\)\",outcome=\"client_error\","
            + "protocol=\""
            + protocol
            + "\",version=\"\\(unknown\\)\"} [1-9]";
    assertThat(post(path.formatted("nobodys"), "{}").statusCode()).isEqualTo(404);
    assertThat(get("/actuator/prometheus").body()).containsPattern(count).doesNotContain("nobodys");
  }

  @Test
  void a_query_is_taken_apart() {
    Query query =
        Query.parse(
            "histogram_quantile(0.9, sum by (le, uri) (rate(a_bucket{x=~\"y{1}\", z!=\"(q)\"}[5m])))"
                + " / on (job) b_total > 1e9 and log10(c) == 0");
    assertThat(query.selectors())
        .containsExactly(
            new Query.Selector("a_bucket", Set.of("x", "z")),
            new Query.Selector("b_total", Set.of()),
            new Query.Selector("c", Set.of()));
    assertThat(query.groups()).containsExactly("job", "le", "uri");
  }

  private static List<String> expressions(JsonNode dashboard) {
    List<String> expressions = new ArrayList<>();
    for (JsonNode panel : dashboard.get("panels")) {
      for (JsonNode target : panel.path("targets")) {
        expressions.add(target.get("expr").asString());
      }
    }
    for (JsonNode variable : dashboard.at("/templating/list")) {
      expressions.add(variable.get("definition").asString());
    }
    return expressions;
  }
}
