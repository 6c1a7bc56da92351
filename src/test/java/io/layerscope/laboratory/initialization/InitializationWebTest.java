package io.layerscope.laboratory.initialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.laboratory.LaboratoryTest;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class InitializationWebTest extends LaboratoryTest {

  private static final String PATH = "/initialization";

  /** A field's value in each layer. */
  private static double[] of(JsonNode layers, String pointer) {
    double[] values = new double[layers.size()];
    for (int i = 0; i < values.length; i++) {
      assertThat(layers.get(i).get("index").asInt()).isEqualTo(i + 1);
      values[i] = layers.get(i).at(pointer).asDouble();
    }
    return values;
  }

  /** [first, width, width, ...] with so many layers. */
  private static String widths(int first, int width, int layers) {
    return "[" + first + "," + String.join(",", Collections.nCopies(layers, "" + width)) + "]";
  }

  @Test
  void kaiming_keeps_the_signal_of_thirty_relu_layers_and_xavier_halves_it_each_time() {
    int seeds = 10;
    double[] kaiming = new double[30];
    double[] xavier = new double[30];
    for (int seed = 0; seed < seeds; seed++) {
      JsonNode answer =
          made(
              PATH,
              "{\"widths\": %s, \"seed\": %d, \"rows\": 64, \"compare\": [\"xavierNormal\"]}"
                  .formatted(widths(256, 256, 30), seed));
      double[] kept = of(answer.get("layers"), "/forward/measured");
      double[] lost = of(answer.at("/compare/xavierNormal"), "/forward/measured");
      for (int i = 0; i < 30; i++) {
        kaiming[i] += Math.log(kept[i]) / 2 / seeds;
        xavier[i] += Math.log(lost[i]) / 2 / seeds;
      }
    }
    for (int i = 1; i < 30; i++) {
      assertThat(Math.exp(kaiming[i] - kaiming[0])).as("layer %d", i + 1).isBetween(0.5, 2.0);
    }
    double start = 1;
    assertThat(Math.exp(xavier[29]) / start)
        .isBetween(Math.scalb(1.0, -15) / 3, Math.scalb(1.0, -15) * 3);
  }

  @Test
  void signals_and_gradients_of_relu_have_the_closed_forms() {
    JsonNode answer = made(PATH, "{\"widths\": [100, 200, 50], \"initializer\": \"xavierNormal\"}");
    JsonNode layers = answer.get("layers");
    // Var[W] = 2 / (fanIn + fanOut), E[h^2] = E[z^2] / 2
    double first = 100 * 2 / 300.0;
    double second = 200 * 2 / 250.0 * first / 2;
    assertThat(of(layers, "/forward/theory"))
        .containsExactly(new double[] {first, second}, within(1e-9));
    double top = layers.at("/1/backward/measured").asDouble();
    assertThat(top).isCloseTo(0.5, within(0.05));
    assertThat(of(layers, "/backward/theory"))
        .containsExactly(new double[] {50 * 2 / 250.0 / 2 * top, top}, within(1e-9));
    assertThat(layers.at("/0/width").asInt()).isEqualTo(200);
    assertThat(layers.at("/0/forward/band/1").asDouble())
        .isCloseTo(first * Math.exp(2 * Math.sqrt(5 / 200.0)), within(1e-9));
    assertThat(layers.at("/1/forward/band/0").asDouble())
        .isCloseTo(second * Math.exp(-2 * Math.sqrt(5 / 200.0 + 5 / 50.0)), within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"relu\"",
        "\"leakyRelu\"",
        "\"elu\"",
        "\"gelu\"",
        "\"tanh\"",
        "\"sigmoid\"",
        "\"softsign\"",
        "\"identity\"",
        "[\"tanh\",\"relu\",\"gelu\",\"sigmoid\",\"elu\",\"identity\",\"softsign\",\"relu\"]"
      })
  void wide_networks_are_as_forecast_for_every_activation_and_initializer(String activation) {
    JsonNode answer =
        made(
            PATH,
            """
            {"widths": %s, "activation": %s, "dropout": 0.2, "rows": 100, "seed": 3,
             "compare": ["xavierUniform", "kaimingUniform", {"kind": "kaimingNormal", "fan": "out"},
                         "lecunNormal", "lecunUniform", "fanInUniform", "orthogonal",
                         {"kind": "normal", "standardDeviation": 0.05}]}
            """
                .formatted(widths(300, 400, 8), activation));
    assertThat(answer.get("compare").size()).isEqualTo(8);
    assertForecast(answer.get("layers"));
    answer.get("compare").forEach(InitializationWebTest::assertForecast);
  }

  private static void assertForecast(JsonNode layers) {
    for (JsonNode layer : layers) {
      double measured = layer.at("/forward/measured").asDouble();
      assertThat(measured)
          .as(layer.toString())
          .isBetween(
              layer.at("/forward/band/0").asDouble(), layer.at("/forward/band/1").asDouble());
      // Gradients scatter as signals do; the band is theirs to half a deviation more.
      double spread =
          layer.at("/forward/band/1").asDouble() / layer.at("/forward/theory").asDouble();
      double total =
          layers.get(layers.size() - 1).at("/forward/band/1").asDouble()
              / layers.get(layers.size() - 1).at("/forward/theory").asDouble();
      double theory = layer.at("/backward/theory").asDouble();
      assertThat(layer.at("/backward/measured").asDouble())
          .as(layer.toString())
          .isBetween(theory / spread / total, theory * spread * total);
    }
  }

  @Test
  void dropout_of_each_layer_raises_the_second_moment_above_it() {
    JsonNode layers =
        made(PATH, "{\"widths\": [50, 50, 50, 50], \"dropout\": [0.5, 0.2, 0]}").get("layers");
    assertThat(of(layers, "/forward/theory")).containsExactly(new double[] {2, 4, 5}, within(1e-9));
    double top = layers.at("/2/backward/measured").asDouble();
    assertThat(of(layers, "/backward/theory"))
        .containsExactly(new double[] {2 * 1.25 * top, 1.25 * top, top}, within(1e-9));
  }

  @Test
  void a_data_sets_encoded_rows_are_the_input() {
    JsonNode answer =
        made(PATH, "{\"widths\": [64, 128, 128], \"dataset\": \"digits\", \"rows\": 500}");
    assertThat(answer.get("rows").asInt()).isEqualTo(500);
    double input = answer.at("/input/measured").asDouble();
    // Standardized columns, of which some are constant and so 0.
    assertThat(input).isBetween(0.8, 1.2);
    assertThat(answer.at("/input/theory").asDouble()).isEqualTo(input);
    assertThat(answer.at("/layers/0/forward/theory").asDouble()).isCloseTo(2 * input, within(1e-9));
    assertForecast(answer.get("layers"));
    JsonNode small = made(PATH, "{\"widths\": [4, 8], \"dataset\": \"iris\", \"rows\": 60000}");
    assertThat(small.get("rows").asInt()).isEqualTo(150);
  }

  @Test
  void gaussian_input_has_the_second_moment_one() {
    JsonNode input = made(PATH, "{\"widths\": [1000, 1], \"rows\": 1000}").get("input");
    assertThat(input.get("theory").asDouble()).isEqualTo(1);
    assertThat(input.get("measured").asDouble())
        .isCloseTo(1, within(4 * Math.sqrt(2 / 1_000_000.0)));
  }

  @Test
  void weights_without_mean_zero_have_no_forecast_and_zeros_forecast_zero() {
    JsonNode answer =
        made(
            PATH,
            """
            {"widths": [10, 10, 10], "initializer": ["kaimingNormal", {"kind": "constant",
             "value": 0.1}], "compare": ["zeros", "zeros"]}
            """);
    JsonNode layers = answer.get("layers");
    assertThat(layers.at("/0/forward/theory").asDouble()).isCloseTo(2, within(1e-12));
    assertThat(layers.at("/1/forward/theory").isNull()).isTrue();
    assertThat(layers.at("/1/forward/band").isNull()).isTrue();
    assertThat(layers.at("/0/backward/theory").isNull()).isTrue();
    assertThat(layers.at("/1/forward/measured").asDouble()).isPositive();
    for (String name : new String[] {"zeros", "zeros-2"}) {
      JsonNode zeros = answer.at("/compare/" + name);
      assertThat(of(zeros, "/forward/theory")).containsOnly(0.0);
      assertThat(of(zeros, "/forward/measured")).containsOnly(0.0);
    }
  }

  @Test
  void signals_beyond_float32_are_null_and_vanishing_ones_are_not_lost() {
    JsonNode answer =
        made(
            PATH,
            """
            {"widths": %s, "initializer": {"kind": "normal", "standardDeviation": 100},
             "rows": 4, "compare": [{"kind": "normal", "standardDeviation": 0.001}]}
            """
                .formatted(widths(20, 20, 12)));
    JsonNode exploded = answer.get("layers");
    assertThat(exploded.at("/11/forward/theory").asDouble()).isGreaterThan(1e50);
    JsonNode vanished = answer.at("/compare/normal");
    assertForecast(vanished);
    assertThat(vanished.at("/11/forward/measured").asDouble()).isBetween(1e-70, 1e-50);
    JsonNode overflow =
        made(
            PATH,
            """
            {"widths": %s, "initializer": {"kind": "normal", "standardDeviation": 1000},
             "rows": 4}
            """
                .formatted(widths(20, 20, 20)));
    assertThat(overflow.at("/layers/19/forward/measured").isNull()).isTrue();
  }

  @Test
  void the_same_seed_measures_the_same_and_another_does_not() {
    String body = "{\"widths\": [300, 300, 300], \"dropout\": 0.1, \"seed\": %d}";
    JsonNode first = made(PATH, body.formatted(1));
    assertThat(made(PATH, body.formatted(1))).isEqualTo(first);
    assertThat(made(PATH, body.formatted(2))).isNotEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | 422 | /widths | 2 to 1001",
        "{\"widths\": [4]} | 422 | /widths | 2 to 1001",
        "{\"widths\": [4, 0]} | 422 | /widths/1 | at least 1",
        "{\"widths\": [4, 8193]} | 422 | /widths/1 | at most 8192",
        "{\"widths\": [4, null]} | 422 | /widths/1 | null",
        "{\"widths\": [4, 2.5]} | 400 | /widths/1 | whole number",
        "{\"widths\": [8000, 8000], \"rows\": 1} | 422 | /widths | 20000000",
        "{\"widths\": [2000, 2000], \"rows\": 20000} | 422 | /rows | 10000000",
        "{\"widths\": [2000, 2000], \"rows\": 2400, \"compare\": [\"zeros\", \"zeros\", \"zeros\"]}"
            + " | 422 | /rows | 20000000000",
        "{\"widths\": [4000, 4000], \"rows\": 1, \"compare\": [\"zeros\", \"zeros\", \"zeros\"]} |"
            + " 422 | /compare | 60000000",
        "{\"widths\": [4000, 4000], \"rows\": 1, \"initializer\": \"orthogonal\"} | 422 | /widths |"
            + " orthogonalize",
        "{\"widths\": [4, 4], \"dropout\": 1} | 422 | /dropout | less than 1",
        "{\"widths\": [4, 4, 4], \"dropout\": [0]} | 422 | /dropout | 2 layers",
        "{\"widths\": [4, 4], \"activation\": \"rellu\"} | 400 | /activation | relu",
        "{\"widths\": [4, 4], \"compare\": [\"xavier\"]} | 400 | /compare/0 | xavierNormal",
        "{\"widths\": [4, 4], \"compare\": [null]} | 422 | /compare/0 | null",
        "{\"widths\": [4, 4], \"rows\": 0} | 422 | /rows | at least 1",
        "{\"widths\": [5, 4], \"dataset\": \"iris\"} | 422 | /widths/0 | must be 4",
        "{\"widths\": [4, 4], \"dataset\": \"nothing\"} | 422 | /dataset | nothing"
      })
  void bad_input_is_refused_where_it_stands(
      String body, int status, String pointer, String detail) {
    var answer = post(THEORY + PATH, body);
    assertThat(refused(answer, status, json(answer).path("code").asString(), pointer))
        .contains(detail);
  }

  @Test
  void the_examples_are_true_to_form() {
    assertExamples("post", PATH);
  }
}
