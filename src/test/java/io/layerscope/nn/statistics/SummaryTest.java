package io.layerscope.nn.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SummaryTest {

  /** numpy 2: mean, var, percentile and histogram of [1, 2, 4, 8, 16]. */
  @Test
  void moments_percentiles_and_histogram_are_those_of_numpy() {
    Summary summary = Summary.of(new float[] {16, 1, 8, 2, 4, 99}, 5, 3, new Scratch());
    assertThat(summary.mean()).isEqualTo(6.2);
    assertThat(summary.variance()).isCloseTo(29.76, within(1e-12));
    assertThat(summary.rms()).isCloseTo(Math.sqrt(68.2), within(1e-12));
    assertThat(summary.min()).isEqualTo(1);
    assertThat(summary.max()).isEqualTo(16);
    assertThat(summary.percentiles().get("15")).isCloseTo(1.6, within(1e-12));
    assertThat(summary.percentiles().get("50")).isEqualTo(4);
    assertThat(summary.percentiles().get("85")).isCloseTo(11.2, within(1e-12));
    assertThat(summary.percentiles().get("100")).isEqualTo(16);
    Histogram histogram = Objects.requireNonNull(summary.histogram());
    assertThat(histogram.edges()).containsExactly(1.0, 6.0, 11.0, 16.0);
    assertThat(histogram.counts()).containsExactly(3L, 1L, 1L);
  }

  @Test
  void percentiles_of_many_values_are_those_of_the_sorted_values() {
    Random random = new Random(1);
    Scratch used = new Scratch();
    for (int kind = 0; kind < 3; kind++) {
      float[] values = new float[20_001];
      for (int i = 0; i < values.length; i++) {
        float g = (float) random.nextGaussian();
        values[i] = kind == 0 ? g : kind == 1 ? Math.max(0, g) : 1000 + 1e-3f * g;
      }
      float[] sorted = values.clone();
      Arrays.sort(sorted);
      Summary summary = Summary.of(values, values.length, 10, used);
      assertThat(summary.percentiles())
          .allSatisfy(
              (key, value) -> {
                double position = Double.parseDouble(key) / 100 * 20_000;
                int rank = Math.min((int) position, 19_999);
                double expected =
                    sorted[rank] + (position - rank) * ((double) sorted[rank + 1] - sorted[rank]);
                assertThat(value).isCloseTo(expected, within(1e-9));
              });
    }
  }

  @Test
  void a_large_mean_costs_the_variance_no_digits() {
    float[] values = {10000, 10001, 10002};
    assertThat(Summary.of(values, 3, 4, new Scratch()).variance())
        .isCloseTo(2.0 / 3, within(1e-12));
  }

  @Test
  void the_histogram_of_equal_values_is_one_wide_around_them() {
    Histogram histogram = Histogram.of(new float[] {3, 3, 3}, 3, 2);
    assertThat(histogram.edges()).containsExactly(2.5, 3.0, 3.5);
    assertThat(histogram.counts()).containsExactly(0L, 3L);
  }

  @Test
  void edges_decide_for_the_values_on_them() {
    float[] values = new float[101];
    for (int i = 0; i < values.length; i++) {
      values[i] = i / 100f;
    }
    Histogram histogram = Histogram.of(values, values.length, 10);
    for (int bin = 0; bin < 10; bin++) {
      long inside = 0;
      for (float value : values) {
        boolean last = bin == 9 && value == histogram.edges().get(10);
        if (value >= histogram.edges().get(bin)
            && (value < histogram.edges().get(bin + 1) || last)) {
          inside++;
        }
      }
      assertThat(histogram.counts().get(bin)).isEqualTo(inside);
    }
  }

  @Test
  void values_that_are_not_finite_give_nulls_and_say_so() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      Summary summary = Summary.of(new float[] {1, bad, 2, 3, 4}, 5, 4, new Scratch());
      assertThat(summary.finite()).isFalse();
      assertThat(summary.mean()).isNull();
      assertThat(summary.percentiles()).hasSize(13).containsEntry("50", null);
      assertThat(GradientSummary.of(new float[] {bad}, 1, 4).norm()).isNull();
    }
    Summary opposite =
        Summary.of(
            new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}, 2, 4, new Scratch());
    assertThat(opposite.finite()).isFalse();
  }

  @Test
  void a_summary_reads_back_from_its_json_and_names_finite_only_when_it_is_not() {
    JsonMapper json = new JsonMapper();
    Summary finite = Summary.of(new float[] {1, 2, 3}, 3, 2, new Scratch());
    assertThat(json.writeValueAsString(finite)).doesNotContain("finite");
    assertThat(json.readValue(json.writeValueAsString(finite), Summary.class)).isEqualTo(finite);
    Summary broken = Summary.of(new float[] {1, Float.NaN}, 2, 2, new Scratch());
    assertThat(json.writeValueAsString(broken)).contains("\"mean\":null", "\"finite\":false");
    assertThat(json.readValue(json.writeValueAsString(broken), Summary.class)).isEqualTo(broken);
  }

  @Test
  void a_gradients_norm_is_euclidean() {
    GradientSummary gradient = GradientSummary.of(new float[] {3, -4, 0, 0}, 4, 2);
    assertThat(gradient.norm()).isCloseTo(5, within(1e-12));
    assertThat(gradient.rms()).isCloseTo(2.5, within(1e-12));
    assertThat(gradient.mean()).isCloseTo(-0.25, within(1e-12));
    assertThat(gradient.maxAbs()).isEqualTo(4);
  }
}
