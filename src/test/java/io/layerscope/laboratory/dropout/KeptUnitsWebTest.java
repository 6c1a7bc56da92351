package io.layerscope.laboratory.dropout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.laboratory.LaboratoryTest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class KeptUnitsWebTest extends LaboratoryTest {

  private static final MathContext DIGITS = new MathContext(40);

  private JsonNode kept(String query) {
    return asked("/dropout/kept-units?" + query);
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "7, 0.99", "10, 0.3", "200, 0.1", "1000, 0.5", "3000, 0.001"})
  void each_probability_is_that_of_exact_arithmetic(int units, double dropout) {
    JsonNode answer = kept("units=" + units + "&dropout=" + dropout);
    double reach = 8 * Math.sqrt(units * dropout * (1 - dropout));
    double mean = units * (1 - dropout);
    int seen = 0;
    for (JsonNode point : answer.get("pmf")) {
      int k = point.get("k").asInt();
      assertThat(point.get("to").asInt()).isEqualTo(k);
      if (Math.abs(k - mean) <= reach) {
        double exact = exact(units, dropout, k);
        assertThat(point.get("probability").asDouble())
            .as("P(%d)", k)
            .isCloseTo(exact, within(1e-10 * exact));
        seen++;
      }
    }
    int low = (int) Math.max(0, Math.ceil(mean - reach));
    int high = (int) Math.min(units, Math.floor(mean + reach));
    assertThat(seen).isEqualTo(high - low + 1);
  }

  /** C(M, k) q^k p^(M-k) in whole numbers and 40 digits, of the double nearest to p. */
  private static double exact(int units, double dropout, int k) {
    BigInteger choices = BigInteger.ONE;
    for (int i = 0; i < k; i++) {
      choices = choices.multiply(BigInteger.valueOf(units - i)).divide(BigInteger.valueOf(i + 1));
    }
    BigDecimal p = new BigDecimal(dropout);
    return new BigDecimal(choices)
        .multiply(BigDecimal.ONE.subtract(p).pow(k, DIGITS), DIGITS)
        .multiply(p.pow(units - k, DIGITS), DIGITS)
        .doubleValue();
  }

  @Test
  void ten_million_units_are_answered_point_by_point() {
    JsonNode answer = kept("units=10000000&dropout=0.5");
    // mpmath, 60 digits
    assertThat(probability(answer, 5_000_000)).isCloseTo(0.00025231324589418478, within(2.5e-14));
    assertThat(probability(answer, 4_987_351)).isCloseTo(3.1970270736495265e-18, within(3.1e-28));
    assertThat(mass(answer.get("pmf"))).isCloseTo(1, within(1e-10));
    assertThat(mass(answer.at("/poissonLimit/pmf"))).isCloseTo(1, within(1e-10));
  }

  private static double probability(JsonNode answer, int k) {
    JsonNode pmf = answer.get("pmf");
    JsonNode point = pmf.get(k - pmf.get(0).get("k").asInt());
    assertThat(point.get("k").asInt()).isEqualTo(k);
    return point.get("probability").asDouble();
  }

  private static double mass(JsonNode pmf) {
    double sum = 0;
    for (JsonNode point : pmf) {
      sum += point.get("probability").asDouble();
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 17, 100, 1000})
  void fewer_points_keep_the_mass(int maxPoints) {
    JsonNode all = kept("units=10000&dropout=0.25").get("pmf");
    JsonNode few = kept("units=10000&dropout=0.25&maxPoints=" + maxPoints).get("pmf");
    assertThat(few.size()).isLessThanOrEqualTo(maxPoints);
    int next = all.get(0).get("k").asInt();
    for (JsonNode point : few) {
      assertThat(point.get("k").asInt()).isEqualTo(next);
      double sum = 0;
      for (; next <= point.get("to").asInt(); next++) {
        sum += all.get(next - all.get(0).get("k").asInt()).get("probability").asDouble();
      }
      assertThat(point.get("probability").asDouble()).isCloseTo(sum, within(1e-14));
    }
    assertThat(next).isEqualTo(all.get(all.size() - 1).get("k").asInt() + 1);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0.0864089, 5e-8",
    "100, 0.00760697, 5e-9",
    "1000, 0.000751544, 5e-10",
    "10000, 0.0000750640, 5e-11"
  })
  void the_poisson_limit_comes_nearer_as_units_grow(int units, double distance, double digits) {
    JsonNode limit =
        kept("units=" + units + "&dropout=" + BigDecimal.valueOf(1 - 3.0 / units).toPlainString())
            .get("poissonLimit");
    assertThat(limit.get("lambda").asDouble()).isCloseTo(3, within(1e-9));
    assertThat(limit.get("totalVariation").asDouble()).isCloseTo(distance, within(digits));
    assertThat(limit.get("bound").asDouble())
        .isCloseTo((1 - Math.exp(-3)) * 3 / units, within(1e-9))
        .isGreaterThan(distance);
  }

  @Test
  void a_poisson_number_of_units_leaves_a_poisson_number() {
    JsonNode answer = kept("lambda=10&dropout=0.25&samples=20000");
    assertThat(answer.get("distribution").asString()).isEqualTo("poisson");
    assertThat(answer.get("mean").asDouble()).isEqualTo(7.5);
    assertThat(answer.get("poissonLimit").isNull()).isTrue();
    double exact = Math.exp(-7.5) * Math.pow(7.5, 5) / 120;
    assertThat(probability(answer, 5)).isCloseTo(exact, within(1e-12));
    assertWithinErrors(answer.get("measured"), answer.get("theory"));
    assertThat(answer.at("/measured/chiSquare/pValue").asDouble()).isGreaterThan(1e-4);
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0.3, 20000",
    "1, 0.5, 1000",
    "1000, 0.99, 20000",
    "300000, 0.1, 300",
    "64, 0.5, 1"
  })
  void masks_keep_as_many_units_as_the_binomial_expects(int units, double dropout, int samples) {
    JsonNode answer =
        kept("units=%d&dropout=%s&samples=%d&seed=3".formatted(units, dropout, samples));
    JsonNode measured = answer.get("measured");
    assertWithinErrors(measured, answer.get("theory"));
    long counted = 0;
    for (int i = 0; i < measured.get("frequencies").size(); i++) {
      JsonNode frequency = measured.get("frequencies").get(i);
      JsonNode point = answer.get("pmf").get(i);
      assertThat(frequency.get("k")).isEqualTo(point.get("k"));
      counted += frequency.get("count").asLong();
    }
    assertThat(counted).isEqualTo(samples);
    assertThat(measured.at("/chiSquare/pValue").asDouble()).isBetween(1e-4, 1.0);
  }

  @Test
  void all_or_none_are_kept_with_certainty() {
    for (int units : new int[] {1, 10_000_000}) {
      for (double dropout : new double[] {0, 1}) {
        JsonNode answer = kept("units=" + units + "&dropout=" + dropout + "&samples=3");
        int certain = dropout == 0 ? units : 0;
        assertThat(probability(answer, certain)).isEqualTo(1);
        assertThat(answer.at("/measured/mean").asDouble())
            // The masks' 32 bits drop all but one of 2^32 units at p = 1.
            .isCloseTo(certain, within(1.0));
        assertThat(answer.at("/poissonLimit/totalVariation").asDouble()).isBetween(0.0, 1.0);
      }
    }
  }

  @Test
  void the_same_seed_counts_the_same() {
    String query = "units=50&dropout=0.5&samples=1000&seed=";
    assertThat(kept(query + 1)).isEqualTo(kept(query + 1));
    assertThat(kept(query + 1)).isNotEqualTo(kept(query + 2));
  }

  @ParameterizedTest
  @CsvSource({
    "units=10, 400, missing-parameter, dropout",
    "dropout=0.5, 400, missing-parameter, units",
    "units=10&lambda=3&dropout=0.5, 400, units-and-lambda, lambda",
    "units=ten&dropout=0.5, 400, malformed-parameter, units",
    "units=0&dropout=0.5, 422, out-of-bounds, units",
    "units=10000001&dropout=0.5, 422, out-of-bounds, units",
    "lambda=-1&dropout=0.5, 422, out-of-bounds, lambda",
    "lambda=NaN&dropout=0.5, 422, out-of-bounds, lambda",
    "units=10&dropout=1.1, 422, out-of-bounds, dropout",
    "units=10&dropout=NaN, 422, out-of-bounds, dropout",
    "units=10&dropout=0.5&maxPoints=0, 422, out-of-bounds, maxPoints",
    "units=10&dropout=0.5&samples=-1, 422, out-of-bounds, samples",
    "units=10000000&dropout=0.5&samples=101, 422, out-of-bounds, samples"
  })
  void bad_parameters_are_refused_by_name(String query, int status, String code, String pointer) {
    refused(get(THEORY + "/dropout/kept-units?" + query), status, code, pointer);
  }

  @Test
  void the_example_of_the_answer_is_true_to_form() {
    JsonNode example =
        json(get("/v3/api-docs"))
            .at(
                "/paths/~1api~1v1~1theory~1dropout~1kept-units/get/responses/200/content"
                    + "/application~1json/example");
    assertThat(fields(kept("units=2&dropout=0.3&samples=1000"), "")).isEqualTo(fields(example, ""));
  }
}
