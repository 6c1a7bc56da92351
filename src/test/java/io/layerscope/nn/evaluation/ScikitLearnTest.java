package io.layerscope.nn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every figure is scikit-learn's: {@code src/test/resources/evaluation/scikit_learn.py}. */
class ScikitLearnTest {

  /** Probabilities are float32, and scikit-learn makes each row's sum 1 before it takes logs. */
  private static final Offset<Double> NEAR = within(1e-6);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Stream<Named<JsonNode>> cases() {
    try (InputStream in =
        ScikitLearnTest.class.getResourceAsStream("/evaluation/scikit_learn.json")) {
      return JSON.readTree(Objects.requireNonNull(in))
          .get("cases")
          .valueStream()
          .map(each -> Named.of(each.get("name").stringValue(), each));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Evaluation evaluate(JsonNode test) {
    JsonNode labels = test.get("labels");
    JsonNode probabilities = test.get("probabilities");
    float[] p = new float[probabilities.size()];
    for (int i = 0; i < p.length; i++) {
      p[i] = probabilities.get(i).floatValue();
    }
    List<String> classes =
        IntStream.range(0, p.length / labels.size()).mapToObj(String::valueOf).toList();
    int[] y = labels.valueStream().mapToInt(JsonNode::intValue).toArray();
    return Evaluation.of(classes, y, p);
  }

  /** Compares the figures that scikit-learn has with those of the same names. */
  private static void assertSame(JsonNode ours, JsonNode theirs, String place) {
    for (Map.Entry<String, JsonNode> figure : theirs.properties()) {
      assertThat(ours.get(figure.getKey()).doubleValue())
          .as(place + figure.getKey())
          .isCloseTo(figure.getValue().doubleValue(), NEAR);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void losses_and_accuracies_are_scikit_learns(JsonNode test) {
    JsonNode figures = test.get("figures");
    Evaluation evaluation = evaluate(test);
    assertThat(evaluation.loss()).isCloseTo(figures.get("loss").doubleValue(), NEAR);
    assertThat(evaluation.accuracy()).isCloseTo(figures.get("accuracy").doubleValue(), NEAR);
    assertThat(evaluation.balancedAccuracy())
        .isCloseTo(figures.get("balancedAccuracy").doubleValue(), NEAR);
    assertThat(evaluation.brier()).isCloseTo(figures.get("brier").doubleValue(), NEAR);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void figures_of_classes_and_their_averages_are_scikit_learns(JsonNode test) {
    JsonNode figures = test.get("figures");
    JsonNode ours = JSON.valueToTree(evaluate(test));
    for (int k = 0; k < ours.get("classes").size(); k++) {
      assertSame(ours.get("classes").get(k), figures.get("classes").get(k), "class " + k + " ");
    }
    assertSame(ours.get("macro"), figures.get("macro"), "macro ");
    assertSame(ours.get("weighted"), figures.get("weighted"), "weighted ");
    assertThat(ours.at("/confusionMatrix/counts"))
        .hasToString(figures.get("confusionMatrix").toString());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void calibration_and_the_most_probable_classes_are_scikit_learns(JsonNode test) {
    JsonNode figures = test.get("figures");
    Evaluation evaluation = evaluate(test);
    assertThat(evaluation.calibration().ece()).isCloseTo(figures.get("ece").doubleValue(), NEAR);
    List<Calibration.Bin> filled =
        evaluation.calibration().bins().stream().filter(bin -> bin.count() > 0).toList();
    assertThat(filled).hasSize(figures.get("bins").size());
    for (int i = 0; i < filled.size(); i++) {
      assertSame(JSON.valueToTree(filled.get(i)), figures.get("bins").get(i), "bin " + i + " ");
    }
    assertSame(JSON.valueToTree(evaluation.topK()), figures.get("topK"), "top ");
  }
}
