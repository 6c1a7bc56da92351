package io.layerscope.nn.init;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.nn.bounds.OutOfBounds;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

class InitializerTest {

  private static final int FAN_IN = 300;
  private static final int FAN_OUT = 200;
  private static final double GAIN = Math.sqrt(2);

  /** Each initializer with Var[W] written out by hand for fan in 300, fan out 200, gain sqrt 2. */
  static Stream<Arguments> initializers() {
    return Stream.of(
        Arguments.of("{\"kind\":\"xavierUniform\"}", 2.0 / 500),
        Arguments.of("{\"kind\":\"xavierNormal\"}", 2.0 / 500),
        Arguments.of("{\"kind\":\"xavierNormal\",\"gain\":3}", 9 * 2.0 / 500),
        Arguments.of("{\"kind\":\"kaimingUniform\"}", 2.0 / 300),
        Arguments.of("{\"kind\":\"kaimingNormal\"}", 2.0 / 300),
        Arguments.of("{\"kind\":\"kaimingNormal\",\"fan\":\"out\"}", 2.0 / 200),
        Arguments.of("{\"kind\":\"kaimingUniform\",\"fan\":\"in\",\"gain\":1}", 1.0 / 300),
        Arguments.of("{\"kind\":\"lecunUniform\"}", 1.0 / 300),
        Arguments.of("{\"kind\":\"lecunNormal\"}", 1.0 / 300),
        Arguments.of("{\"kind\":\"fanInUniform\"}", 1.0 / 900),
        Arguments.of("{\"kind\":\"orthogonal\"}", 1.0 / 300),
        Arguments.of("{\"kind\":\"orthogonal\",\"gain\":2}", 4.0 / 300),
        Arguments.of("{\"kind\":\"normal\",\"standardDeviation\":0.1}", 0.01),
        Arguments.of("{\"kind\":\"uniform\",\"low\":-0.3,\"high\":0.3}", 0.03));
  }

  @ParameterizedTest
  @MethodSource("initializers")
  void the_sample_variance_is_the_formulas(String json, double variance) {
    Initializer initializer = new JsonMapper().readValue(json, Initializer.class);
    float[] w = new float[FAN_OUT * FAN_IN];
    initializer.fill(w, FAN_OUT, FAN_IN, GAIN, new SplittableRandom(5));
    double sum = 0;
    double squares = 0;
    for (float x : w) {
      sum += x;
      squares += (double) x * x;
    }
    assertThat(initializer.variance(FAN_IN, FAN_OUT, GAIN)).isCloseTo(variance, within(1e-12));
    // The sample variance of n Gaussians has a relative deviation of sqrt(2/n) = 0.6 %.
    assertThat(squares / w.length).isCloseTo(variance, within(0.024 * variance));
    assertThat(sum / w.length).isCloseTo(0, within(4 * Math.sqrt(variance / w.length)));
    assertThat(initializer.centered()).isTrue();
  }

  /** A million draws: the sample variance of Gaussians has a relative deviation of 0.14 %. */
  @ParameterizedTest
  @MethodSource("initializers")
  void the_sample_variance_of_a_large_layer_is_within_one_percent(String json, double unused) {
    Initializer initializer = new JsonMapper().readValue(json, Initializer.class);
    int n = 1000;
    float[] w = new float[n * n];
    initializer.fill(w, n, n, GAIN, new SplittableRandom(6));
    double sum = 0;
    for (float x : w) {
      sum += x;
    }
    double mean = sum / w.length;
    double squares = 0;
    for (float x : w) {
      squares += (x - mean) * (x - mean);
    }
    double variance = initializer.variance(n, n, GAIN);
    assertThat(squares / (w.length - 1)).isCloseTo(variance, within(0.01 * variance));
  }

  @ParameterizedTest
  @MethodSource("initializers")
  void the_json_reads_back(String json, double variance) {
    JsonMapper mapper = new JsonMapper();
    Initializer initializer = mapper.readValue(json, Initializer.class);
    String written = mapper.writeValueAsString(initializer);
    assertThat(written).contains(json.substring(1, json.indexOf('"', 9)));
    assertThat(mapper.readValue(written, Initializer.class)).isEqualTo(initializer);
  }

  @ParameterizedTest
  @MethodSource("initializers")
  void the_generator_decides_every_element(String json, double variance) {
    Initializer initializer = new JsonMapper().readValue(json, Initializer.class);
    float[] first = new float[20 * 30];
    float[] second = new float[20 * 30];
    initializer.fill(first, 20, 30, 1, new SplittableRandom(9));
    initializer.fill(second, 20, 30, 1, new SplittableRandom(9));
    assertThat(first).isEqualTo(second);
  }

  @Test
  void uniform_draws_stay_within_their_bound_and_fill_it() {
    float[] w = new float[FAN_OUT * FAN_IN];
    new XavierUniform(1.0).fill(w, FAN_OUT, FAN_IN, GAIN, new SplittableRandom(1));
    double bound = Math.sqrt(6.0 / 500);
    double max = 0;
    for (float x : w) {
      max = Math.max(max, Math.abs(x));
    }
    assertThat(max).isLessThanOrEqualTo(bound + 1e-7).isGreaterThan(0.999 * bound);
  }

  @Test
  void an_orthogonal_matrix_has_orthogonal_rows_or_columns_whichever_are_fewer() {
    assertOrthogonal(40, 70, 1.5);
    assertOrthogonal(70, 40, 1.5);
    assertOrthogonal(50, 50, 1);
    assertOrthogonal(1, 1, 2);
    assertOrthogonal(1000, 1000, 1);
    assertOrthogonal(300, 1000, 1);
  }

  private static void assertOrthogonal(int fanOut, int fanIn, double gain) {
    float[] w = new float[fanOut * fanIn];
    new Orthogonal(gain).fill(w, fanOut, fanIn, 7, new SplittableRandom(2));
    boolean wide = fanOut <= fanIn;
    int size = Math.min(fanOut, fanIn);
    double greatest = 0;
    for (int a = 0; a < size; a++) {
      for (int b = 0; b <= a; b++) {
        double dot = 0;
        for (int k = 0; k < Math.max(fanOut, fanIn); k++) {
          dot +=
              wide
                  ? (double) w[a * fanIn + k] * w[b * fanIn + k]
                  : (double) w[k * fanIn + a] * w[k * fanIn + b];
        }
        greatest = Math.max(greatest, Math.abs(dot - (a == b ? gain * gain : 0)));
      }
    }
    assertThat(greatest).isLessThanOrEqualTo(1e-5);
  }

  @Test
  void orthogonal_matrices_are_uniform_so_that_both_signs_of_one_by_one_are_as_likely() {
    SplittableRandom random = new SplittableRandom(3);
    int positive = 0;
    float[] w = new float[4];
    for (int i = 0; i < 400; i++) {
      new Orthogonal(1.0).fill(w, 2, 2, 1, random);
      positive += w[0] > 0 ? 1 : 0;
    }
    assertThat(positive).isBetween(160, 240);
  }

  @Test
  void constants_are_constant_and_are_not_centered() {
    float[] w = new float[6];
    new Constant(0.25).fill(w, 2, 3, 1, new SplittableRandom(1));
    assertThat(w).containsOnly(0.25f);
    assertThat(new Constant(0.25).variance(3, 2, 1)).isZero();
    assertThat(new Constant(0.25).centered()).isFalse();
    new Zeros().fill(w, 2, 3, 1, new SplittableRandom(1));
    assertThat(w).containsOnly(0);
    assertThat(new Normal(1.0, 0.5).centered()).isFalse();
    assertThat(new Uniform(0.0, 1.0).centered()).isFalse();
  }

  @Test
  void numbers_out_of_bounds_are_refused_by_name() {
    assertThatThrownBy(() -> new Normal(0.0, -1.0))
        .isInstanceOfSatisfying(
            OutOfBounds.class,
            refused -> {
              assertThat(refused.field()).isEqualTo("standardDeviation");
              assertThat(refused)
                  .hasMessage("must be greater than 0 and at most 1000000, but is -1.0");
            });
    assertThatThrownBy(() -> new KaimingNormal(Fan.IN, 0.0)).isInstanceOf(OutOfBounds.class);
    assertThatThrownBy(() -> new Orthogonal(Double.NaN)).isInstanceOf(OutOfBounds.class);
    assertThatThrownBy(
            () -> new JsonMapper().readValue("{\"kind\":\"constant\"}", Initializer.class))
        .hasRootCauseInstanceOf(OutOfBounds.class)
        .hasRootCauseMessage("must be given");
    assertThatThrownBy(() -> new Uniform(1.0, 1.0))
        .hasMessage("must be greater than low, which is 1.0, but is 1.0");
  }
}
