package io.layerscope.laboratory.dropout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.laboratory.LaboratoryTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class DropoutMomentsWebTest extends LaboratoryTest {

  private static final String PATH = "/dropout/moments";

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, 0.2, 0.5, 0.8, 0.99})
  void relu_has_the_closed_form_and_is_measured_within_four_standard_errors(double p) {
    JsonNode answer =
        made(
            PATH,
            "{\"dropout\": %s, \"units\": 100, \"inputs\": 300, \"samples\": 20000, \"seed\": 5}"
                .formatted(p));
    JsonNode theory = answer.get("theory");
    assertThat(theory.at("/before/mean").asDouble())
        .isCloseTo(1 / Math.sqrt(2 * Math.PI), within(1e-12));
    assertThat(theory.at("/before/variance").asDouble())
        .isCloseTo(0.5 - 0.5 / Math.PI, within(1e-12));
    assertThat(theory.at("/after/mean").asDouble())
        .isCloseTo(1 / Math.sqrt(2 * Math.PI), within(1e-12));
    assertThat(theory.at("/after/variance").asDouble())
        .isCloseTo(0.5 / (1 - p) - 0.5 / Math.PI, within(1e-10));
    assertMeasured(answer);
    // W W^T = I is what makes the units independent; float32 leaves this much.
    assertThat(answer.at("/measured/orthogonality").asDouble()).isBetween(0.0, 2e-6);
    assertThat(answer.get("values").asLong()).isEqualTo(2_000_000);
  }

  private static void assertMeasured(JsonNode answer) {
    for (String stage : new String[] {"preActivation", "before", "after"}) {
      assertWithinErrors(answer.at("/measured/" + stage), answer.at("/theory/" + stage));
    }
    JsonNode ratio = answer.at("/measured/trainingOverInference");
    if (!ratio.isNull()) {
      assertThat(ratio.get("value").asDouble())
          .isCloseTo(
              answer.at("/theory/trainingOverInference").asDouble(),
              within(4 * ratio.get("standardError").asDouble() + 1e-12));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"leakyRelu\"",
        "{\"kind\": \"leakyRelu\", \"negativeSlope\": 0.3}",
        "{\"kind\": \"elu\", \"alpha\": 2}",
        "\"gelu\"",
        "\"tanh\"",
        "\"sigmoid\"",
        "\"softsign\"",
        "\"identity\""
      })
  void every_activation_is_measured_within_four_standard_errors(String activation) {
    for (boolean rescale : new boolean[] {true, false}) {
      assertMeasured(
          made(
              PATH,
              "{\"dropout\": 0.3, \"activation\": %s, \"rescale\": %s, \"samples\": 5000}"
                  .formatted(activation, rescale)));
    }
  }

  @Test
  void an_identity_has_the_moments_of_a_gaussian() {
    JsonNode theory =
        made(PATH, "{\"dropout\": 0.2, \"activation\": \"identity\", \"samples\": 100}")
            .get("theory");
    assertThat(theory.at("/after/variance").asDouble()).isCloseTo(1.25, within(1e-12));
    assertThat(theory.get("trainingOverInference").isNull()).isTrue();
  }

  @Test
  void without_the_factor_the_next_layer_sees_less_in_training_than_in_inference() {
    JsonNode answer = made(PATH, "{\"dropout\": 0.8, \"rescale\": false, \"samples\": 5000}");
    assertThat(answer.at("/theory/trainingOverInference").asDouble()).isCloseTo(0.2, within(1e-12));
    assertThat(answer.at("/theory/after/mean").asDouble())
        .isCloseTo(0.2 / Math.sqrt(2 * Math.PI), within(1e-12));
    // 0.2 E[h^2] - 0.04 E[h]^2
    assertThat(answer.at("/theory/after/variance").asDouble())
        .isCloseTo(0.1 - 0.02 / Math.PI, within(1e-12));
    assertMeasured(answer);
  }

  @Test
  void the_same_seed_measures_the_same_and_another_does_not() {
    String body = "{\"seed\": %d, \"samples\": 3000}";
    JsonNode first = made(PATH, body.formatted(-1));
    assertThat(made(PATH, body.formatted(-1))).isEqualTo(first);
    assertThat(made(PATH, body.formatted(2)).get("measured")).isNotEqualTo(first.get("measured"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"dropout\": 1} | 422 | /dropout | less than 1",
        "{\"dropout\": -0.1} | 422 | /dropout | at least 0",
        "{\"units\": 20, \"inputs\": 19} | 422 | /units | at most inputs, 19",
        "{\"units\": 0} | 422 | /units | at least 1",
        "{\"units\": 1025} | 422 | /units | at most 1024",
        "{\"inputs\": 4097} | 422 | /inputs | at most 4096",
        "{\"samples\": 0} | 422 | /samples | at least 1",
        "{\"samples\": 1000000, \"units\": 51} | 422 | /samples | 50000000",
        "{\"samples\": 1.5} | 400 | /samples | whole number",
        "{\"activation\": \"rellu\"} | 400 | /activation | relu",
        "{\"dropuot\": 0.5} | 400 | /dropuot | dropout",
        "{\"rescale\": \"yes\"} | 400 | /rescale | true or false"
      })
  void bad_input_is_refused_where_it_stands(
      String body, int status, String pointer, String detail) {
    var answer = post(THEORY + PATH, body);
    assertThat(refused(answer, status, json(answer).get("code").asString(), pointer))
        .contains(detail);
  }

  @Test
  void the_examples_are_true_to_form() {
    assertExamples("post", PATH);
  }
}
