package io.layerscope.laboratory.normalization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.laboratory.LaboratoryTest;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class NormalizationWebTest extends LaboratoryTest {

  private static final String PATH = "/normalization";
  private static final int ROWS = 20;
  private static final int UNITS = 4;
  private static final double[] GAMMA = {1, -0.5, 2, 3};
  private static final double[] BETA = {0, 1, -1, 0.5};

  private final double[][] y = correlated(1);
  private final double[][] upstream = correlated(2);

  private static double[][] correlated(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] batch = new double[ROWS][UNITS];
    for (double[] row : batch) {
      double shared = random.nextGaussian();
      for (int unit = 0; unit < UNITS; unit++) {
        row[unit] = unit + shared + (1 + unit) * random.nextGaussian();
      }
    }
    return batch;
  }

  private JsonNode normalized(String kind, double epsilon, boolean relu) {
    return made(
        PATH,
        "{\"kind\": \"%s\", \"y\": %s, \"gamma\": %s, \"beta\": %s, \"epsilon\": %s,"
                .formatted(
                    kind,
                    Arrays.deepToString(y),
                    Arrays.toString(GAMMA),
                    Arrays.toString(BETA),
                    epsilon)
            + "\"upstream\": %s, \"relu\": %s}".formatted(Arrays.deepToString(upstream), relu));
  }

  private double[] numbers(JsonNode node) {
    return json.treeToValue(node, double[].class);
  }

  private double[][] matrix(JsonNode node) {
    return json.treeToValue(node, double[][].class);
  }

  @Test
  void the_outputs_moments_are_beta_and_gamma_squared_v_over_v_plus_epsilon() {
    double epsilon = 0.25;
    JsonNode answer = normalized("batch", epsilon, false);
    for (int unit = 0; unit < UNITS; unit++) {
      int column = unit;
      double mean = Arrays.stream(y).mapToDouble(row -> row[column]).average().orElseThrow();
      double v =
          Arrays.stream(y)
              .mapToDouble(row -> Math.pow(row[column] - mean, 2))
              .average()
              .orElseThrow();
      double expected = GAMMA[unit] * GAMMA[unit] * v / (v + epsilon);
      assertThat(answer.at("/mean/" + unit).asDouble()).isCloseTo(mean, within(1e-12));
      assertThat(answer.at("/variance/" + unit).asDouble()).isCloseTo(v, within(1e-12));
      assertThat(answer.at("/amplification/" + unit).asDouble())
          .isCloseTo(1 / Math.sqrt(v + epsilon), within(1e-12));
      assertThat(answer.at("/normalized/3/" + unit).asDouble())
          .isCloseTo((y[3][unit] - mean) / Math.sqrt(v + epsilon), within(1e-12));
      for (String by : new String[] {"", "/theory", "/measured"}) {
        double digits = by.equals("/measured") ? 1e-5 : 1e-12;
        assertThat(answer.at(by + "/outputMean/" + unit).asDouble())
            .isCloseTo(BETA[unit], within(digits));
        assertThat(answer.at(by + "/outputVariance/" + unit).asDouble())
            .isCloseTo(expected, within(digits));
      }
    }
    assertAgreement(answer);
  }

  private void assertAgreement(JsonNode answer) {
    assertThat(answer.at("/measured/outputDifference").asDouble()).isLessThan(1e-4);
    assertThat(answer.at("/measured/gradientDifference").asDouble()).isLessThan(1e-3);
    assertThat(answer.at("/check/greatestRelativeError").asDouble()).isLessThan(1e-6);
    assertThat(answer.at("/check/elements").asInt()).isEqualTo(4 * UNITS + ROWS * UNITS);
    double[][] theory = matrix(answer.at("/theory/covariance"));
    for (String by : new String[] {"/covariance", "/measured/covariance"}) {
      double[][] found = matrix(answer.at(by));
      for (int i = 0; i < UNITS; i++) {
        assertThat(found[i]).containsExactly(theory[i], within(1e-4));
      }
    }
  }

  @Test
  void gradients_leave_out_neither_gamma_nor_the_path_through_the_moments() {
    JsonNode answer = normalized("batch", 0, false);
    double[][] gradient = matrix(answer.at("/gradients/y"));
    double[][] normalized = matrix(answer.get("normalized"));
    double[] byGamma = numbers(answer.at("/gradients/gamma"));
    double[] byBeta = numbers(answer.at("/gradients/beta"));
    for (int unit = 0; unit < UNITS; unit++) {
      double sum = 0;
      double along = 0;
      for (int row = 0; row < ROWS; row++) {
        sum += gradient[row][unit];
        along += gradient[row][unit] * normalized[row][unit];
        double onePass =
            GAMMA[unit]
                * answer.at("/amplification/" + unit).asDouble()
                * (upstream[row][unit]
                    - byBeta[unit] / ROWS
                    - normalized[row][unit] * byGamma[unit] / ROWS);
        assertThat(gradient[row][unit]).isCloseTo(onePass, within(1e-11));
      }
      assertThat(sum).isCloseTo(0, within(1e-11));
      assertThat(along).isCloseTo(0, within(1e-10));
    }
    assertAgreement(answer);
  }

  @ParameterizedTest
  @CsvSource({"batch, 1e-5", "batch, 0.1", "whitening, 1e-5", "whitening, 0.1", "whitening, 0"})
  void behind_a_relu_only_positive_outputs_send_gradients(String kind, double epsilon) {
    JsonNode answer = normalized(kind, epsilon, true);
    double[][] output = matrix(answer.get("output"));
    for (int unit = 0; unit < UNITS; unit++) {
      double sum = 0;
      for (int row = 0; row < ROWS; row++) {
        sum += output[row][unit] > 0 ? upstream[row][unit] : 0;
      }
      assertThat(answer.at("/gradients/beta/" + unit).asDouble()).isCloseTo(sum, within(1e-11));
    }
    assertAgreement(answer);
  }

  @Test
  void the_whitened_batch_has_covariance_i_minus_epsilon_over_s() {
    double epsilon = 0.5;
    double[][] covariance = matrix(normalized("whitening", epsilon, false).get("covariance"));
    double[][] s = new double[UNITS][UNITS];
    double[] mean = numbers(normalized("batch", epsilon, false).get("mean"));
    for (double[] row : y) {
      for (int i = 0; i < UNITS; i++) {
        for (int j = 0; j < UNITS; j++) {
          s[i][j] += (row[i] - mean[i]) * (row[j] - mean[j]) / ROWS;
        }
      }
    }
    for (int i = 0; i < UNITS; i++) {
      s[i][i] += epsilon;
    }
    for (int i = 0; i < UNITS; i++) {
      for (int j = 0; j < UNITS; j++) {
        double product = 0;
        for (int k = 0; k < UNITS; k++) {
          product += ((i == k ? 1 : 0) - covariance[i][k]) * s[k][j];
        }
        assertThat(product).isCloseTo(i == j ? epsilon : 0, within(1e-11));
      }
    }
  }

  @Test
  void groups_of_one_are_batch_normalization() {
    String body = "{\"kind\": \"%s\", \"groupSize\": 1, \"y\": " + Arrays.deepToString(y) + "}";
    JsonNode whitening = made(PATH, body.formatted("whitening"));
    JsonNode batch = made(PATH, body.formatted("batch"));
    double[][] expected = matrix(batch.get("normalized"));
    double[][] found = matrix(whitening.get("normalized"));
    for (int row = 0; row < ROWS; row++) {
      assertThat(found[row]).containsExactly(expected[row], within(1e-12));
    }
    assertThat(whitening.at("/theory/covariance/0/1").isNull()).isTrue();
    assertThat(batch.get("gradients").isNull()).isTrue();
    assertThat(batch.get("check").isNull()).isTrue();
  }

  @Test
  void epsilon_keeps_a_constant_column_finite() {
    for (double[] row : y) {
      row[2] = 0.1;
    }
    for (String kind : new String[] {"batch", "whitening"}) {
      JsonNode answer = normalized(kind, 1e-4, false);
      assertThat(numbers(answer.get("constantColumns"))).containsExactly(2);
      double[] amplification = numbers(answer.get("amplification"));
      assertThat(Arrays.stream(amplification).max().orElseThrow()).isCloseTo(100, within(1e-6));
      for (int row = 0; row < ROWS; row++) {
        assertThat(answer.at("/normalized/" + row + "/2").asDouble()).isCloseTo(0, within(1e-9));
        assertThat(answer.at("/output/" + row + "/2").asDouble()).isCloseTo(-1, within(1e-9));
      }
      assertThat(answer.at("/check/greatestRelativeError").asDouble()).isLessThan(1e-5);
      String body = "{\"kind\": \"%s\", \"epsilon\": 0, \"y\": %s}";
      assertThat(
              refused(
                  PATH,
                  body.formatted(kind, Arrays.deepToString(y)),
                  422,
                  "out-of-bounds",
                  "/epsilon"))
          .contains("column 2");
    }
  }

  @Test
  void dependent_columns_need_an_epsilon_to_be_whitened() {
    for (double[] row : y) {
      row[3] = row[0] - 2 * row[1];
    }
    String body = "{\"kind\": \"whitening\", \"epsilon\": %s, \"y\": %s}";
    assertThat(
            refused(
                PATH, body.formatted(0, Arrays.deepToString(y)), 422, "out-of-bounds", "/epsilon"))
        .contains("depend on each other");
    JsonNode answer = made(PATH, body.formatted(1e-3, Arrays.deepToString(y)));
    assertThat(answer.at("/amplification/0").asDouble())
        .isCloseTo(1 / Math.sqrt(1e-3), within(1e-6));
    assertThat(
            made(PATH, body.replace("whitening", "batch").formatted(0, Arrays.deepToString(y)))
                .at("/normalized/0/0")
                .isNumber())
        .isTrue();
  }

  @Test
  void whitening_decorrelates_what_batch_normalization_leaves() {
    JsonNode compare = normalized("batch", 1e-5, false).get("compare");
    double left = compare.at("/batch/offDiagonalCorrelation").asDouble();
    double[][] covariance = matrix(normalized("batch", 0, false).get("covariance"));
    double sum = 0;
    for (int i = 0; i < UNITS; i++) {
      for (int j = 0; j < i; j++) {
        sum += Math.abs(covariance[i][j]) / (UNITS * (UNITS - 1) / 2);
      }
    }
    assertThat(left).isCloseTo(sum, within(1e-5)).isGreaterThan(0.05);
    assertThat(compare.at("/whitening/offDiagonalCorrelation").asDouble()).isLessThan(1e-4);
    for (String kind : new String[] {"batch", "whitening"}) {
      assertThat(compare.at("/" + kind + "/microseconds").asDouble()).isPositive();
    }
  }

  @Test
  void a_large_batch_is_answered_and_checked_in_part() {
    int rows = 780;
    int units = 128;
    SplittableRandom random = new SplittableRandom(3);
    double[][] large = new double[rows][units];
    for (double[] row : large) {
      Arrays.setAll(row, i -> Math.rint(1000 * random.nextGaussian()) / 1000);
    }
    String text = Arrays.deepToString(large);
    JsonNode answer =
        made(PATH, "{\"kind\": \"whitening\", \"y\": %s, \"upstream\": %s}".formatted(text, text));
    JsonNode check = answer.get("check");
    assertThat(check.get("of").asInt()).isEqualTo(4 * units + rows * units);
    assertThat(check.get("elements").asInt()).isLessThan(check.get("of").asInt());
    // Values of three digits have a covariance of small directions, over which Y^ bends.
    assertThat(check.get("greatestRelativeError").asDouble()).isLessThan(1e-4);
  }

  @Test
  void the_examples_are_true_to_form() {
    assertExamples("post", PATH);
  }
}
