package io.layerscope.run.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Real runs, each with an illness or without. */
class DiagnosisTest extends ServiceTest {

  private static final String SGD = "\"optimizer\": {\"kind\": \"sgd\", \"learningRate\": %s}";

  private JsonNode diagnosed(String dataset, String model, String training) {
    var answer =
        post(
            "/api/v1/runs",
            "{\"dataset\": \"%s\", \"model\": {%s}, \"training\": {%s}}"
                .formatted(dataset, model, training));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    String id = json(answer).get("id").asString();
    awaitRun(id);
    var diagnosis = get("/api/v1/runs/" + id + "/diagnosis");
    assertThat(diagnosis.statusCode()).as(diagnosis.body()).isEqualTo(200);
    JsonNode body = json(diagnosis);
    assertThat(body.get("run").asString()).isEqualTo(id);
    assertThat(body.get("healthy").asBoolean()).isEqualTo(body.get("warnings").isEmpty());
    return body;
  }

  /** The first warning of a kind; every warning has words, numbers and the threshold. */
  private static JsonNode warning(JsonNode diagnosis, String kind) {
    List<String> kinds = new ArrayList<>();
    JsonNode found = null;
    for (JsonNode warning : diagnosis.get("warnings")) {
      kinds.add(warning.get("kind").asString());
      assertThat(warning.get("message").asString()).isNotBlank();
      assertThat(warning.get("advice").asString()).isNotBlank();
      assertThat(warning.at("/evidence/threshold").isNumber()).isTrue();
      if (found == null && warning.get("kind").asString().equals(kind)) {
        found = warning;
      }
    }
    assertThat(kinds).contains(kind);
    return java.util.Objects.requireNonNull(found);
  }

  @Test
  void ten_sigmoid_layers_of_small_weights_vanish() {
    JsonNode warning =
        warning(
            diagnosed(
                "digits",
                "\"depth\": 10, \"widths\": [32], \"activation\": \"sigmoid\", \"initializer\":"
                    + " {\"kind\": \"normal\", \"standardDeviation\": 0.1}",
                "\"epochs\": 3"),
            "vanishing");
    assertThat(warning.get("layer").asInt()).isEqualTo(1);
    assertThat(warning.get("epoch").asInt()).isZero();
    assertThat(warning.get("severity").asString()).isEqualTo("critical");
    double ratio = warning.at("/evidence/gradientRatio").asDouble();
    assertThat(ratio).isBetween(0.0, 1e-6);
    assertThat(warning.get("message").asString())
        .contains(String.format(Locale.ROOT, "%.1e of that", ratio));
  }

  @Test
  void thirty_relu_layers_of_xavier_vanish_as_he_found() {
    JsonNode warning =
        warning(
            diagnosed(
                "digits",
                "\"depth\": 30, \"widths\": [48], \"initializer\": \"xavierNormal\"",
                "\"epochs\": 1, " + SGD.formatted(1e-4)),
            "vanishing");
    assertThat(warning.get("layer").asInt()).isEqualTo(1);
    // Single precision cannot hold what is left of the gradient after so many layers.
    assertThat(layers(warning)).startsWith(1, 2, 3, 4, 5).doesNotContain(31);
  }

  @Test
  void every_layer_that_is_sick_is_named_and_a_gradient_of_nothing_is_told_as_it_is() {
    JsonNode diagnosis =
        diagnosed(
            "digits",
            "\"depth\": 30, \"widths\": [16], \"activation\": \"sigmoid\", \"initializer\":"
                + " {\"kind\": \"normal\", \"standardDeviation\": 0.01}",
            "\"epochs\": 1");
    JsonNode warning = warning(diagnosis, "vanishing");
    List<Integer> sick = layers(warning);
    int last = sick.getLast();
    assertThat(last).isBetween(20, 30);
    assertThat(sick).isEqualTo(IntStream.rangeClosed(1, last).boxed().toList());
    String layers = "layers 1 to " + last;
    assertThat(diagnosis.get("summary").asString()).startsWith("Critical: vanishing in " + layers);
    assertThat(warning.get("message").asString())
        .contains("in " + layers)
        .contains("at layer 1 it is 0 (below 1.4e-45, where single precision ends)")
        .doesNotContain("0.0e");
  }

  private static List<Integer> layers(JsonNode warning) {
    return warning.get("layers").values().stream().map(JsonNode::asInt).toList();
  }

  @Test
  void ten_relu_layers_of_large_weights_explode() {
    JsonNode warning =
        warning(
            diagnosed(
                "digits",
                "\"depth\": 10, \"widths\": [64], \"initializer\":"
                    + " {\"kind\": \"normal\", \"standardDeviation\": 1}",
                "\"epochs\": 2, " + SGD.formatted(1e-15)),
            "exploding");
    assertThat(warning.at("/evidence/gradientRatio").asDouble()).isGreaterThan(1e3);
    assertThat(warning.get("epoch").asInt()).isZero();
  }

  @Test
  void relus_with_large_negative_biases_are_dead() {
    JsonNode diagnosis =
        diagnosed(
            "digits",
            "\"widths\": [32, 32], \"biasInitializer\":"
                + " {\"kind\": \"constant\", \"value\": -20}",
            "\"epochs\": 2");
    JsonNode warning = warning(diagnosis, "dead");
    assertThat(warning(diagnosis, "vanishing").get("message").asString())
        .contains("at layer 1 it is 0, since nothing passes the dead units of layers 1 and 2.");
    assertThat(warning.get("layer").asInt()).isEqualTo(1);
    assertThat(warning.get("severity").asString()).isEqualTo("critical");
    assertThat(warning.at("/evidence/deadFraction").asDouble()).isGreaterThan(0.9);
  }

  @Test
  void a_huge_rate_kills_relus() {
    JsonNode warning =
        warning(
            diagnosed(
                "digits",
                "\"depth\": 4, \"widths\": [64]",
                "\"epochs\": 10, \"optimizer\": {\"kind\": \"adam\", \"learningRate\": 0.5}"),
            "dead");
    assertThat(warning.at("/evidence/deadFraction").asDouble()).isBetween(0.5, 1.0);
  }

  @Test
  void tanh_of_large_weights_is_saturated() {
    JsonNode warning =
        warning(
            diagnosed(
                "digits",
                "\"widths\": [64, 64], \"activation\": \"tanh\", \"initializer\":"
                    + " {\"kind\": \"normal\", \"standardDeviation\": 2}",
                "\"epochs\": 2"),
            "saturated");
    assertThat(warning.at("/evidence/saturatedFraction").asDouble()).isBetween(0.5, 1.0);
    assertThat(warning.at("/evidence/preActivationRms").asDouble()).isGreaterThan(3);
  }

  @Test
  void a_rate_beyond_all_bounds_diverges() {
    JsonNode diagnosis =
        diagnosed(
            "digits",
            "\"widths\": [32, 32], \"activation\": \"identity\"",
            "\"epochs\": 5, " + SGD.formatted(1000));
    JsonNode warning = warning(diagnosis, "diverged");
    assertThat(diagnosis.at("/warnings/0/severity").asString()).isEqualTo("critical");
    assertThat(warning.get("layer").isNull()).isTrue();
    assertThat(warning.get("message").asString()).containsIgnoringCase("finite");
  }

  @Test
  void labels_that_are_chance_are_learned_by_heart() {
    String id =
        json(post(
                "/api/v1/datasets",
                "{\"name\": \"chance\", \"generator\": {\"kind\": \"gaussian\", \"samples\": 300,"
                    + " \"features\": 20, \"noise\": 100, \"seed\": 1}}"))
            .get("id")
            .asString();
    JsonNode warning =
        warning(
            diagnosed(
                id, "\"widths\": [128, 128]", "\"epochs\": 80, \"l2\": 0, \"earlyStopping\": null"),
            "overfitting");
    assertThat(warning.at("/evidence/accuracyGap").asDouble()).isGreaterThan(0.3);
    assertThat(warning.get("epoch").asInt()).isLessThan(30);
    assertThat(warning.get("severity").asString()).isEqualTo("critical");
  }

  @Test
  void steps_far_from_a_thousandth_of_the_weights_are_told() {
    String model = "\"widths\": [32]";
    JsonNode small = diagnosed("iris", model, "\"epochs\": 3, " + SGD.formatted(1e-7));
    assertThat(warning(small, "smallUpdates").at("/evidence/updateRatio").asDouble())
        .isLessThan(-5);
    JsonNode large =
        diagnosed(
            "iris",
            model,
            "\"epochs\": 3, \"schedule\": {\"kind\": \"constant\"},"
                + " \"optimizer\": {\"kind\": \"adam\", \"learningRate\": 1}");
    assertThat(warning(large, "largeUpdates").at("/evidence/updateRatio").asDouble())
        .isGreaterThan(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"widths\": [64, 64]",
        "\"widths\": [128, 64], \"dropout\": 0.2, \"normalization\": \"batch\"",
        "\"depth\": 5, \"widths\": [64], \"activation\": \"tanh\","
            + " \"initializer\": \"xavierNormal\"",
        "\"depth\": 10, \"widths\": [100], \"initializer\": \"kaimingNormal\"",
        "\"depth\": 0, \"widths\": []",
        "\"widths\": [32, 32], \"normalization\": \"whitening\""
      })
  void healthy_runs_have_no_warnings(String model) {
    for (String dataset : new String[] {"digits", "iris"}) {
      JsonNode diagnosis = diagnosed(dataset, model, "\"epochs\": 25");
      assertThat(diagnosis.get("warnings")).as(diagnosis.toString()).isEmpty();
      assertThat(diagnosis.get("epoch").asInt()).isPositive();
      assertThat(diagnosis.get("summary").asString()).startsWith("Healthy");
    }
  }

  @Test
  void the_defaults_are_healthy() {
    for (String dataset : new String[] {"digits", "iris"}) {
      JsonNode diagnosis = diagnosed(dataset, "", "");
      assertThat(diagnosis.get("warnings")).as(diagnosis.toString()).isEmpty();
    }
  }

  @Test
  void a_run_that_there_is_not_has_no_diagnosis() {
    var answer = get("/api/v1/runs/nothing/diagnosis");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(json(answer).get("code").asString()).isEqualTo("unknown-run");
  }
}
