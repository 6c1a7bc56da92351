package io.layerscope.nn.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class KeptUnitsTest {

  @Test
  void measured_moments_stand_beside_the_binomials() {
    KeptUnits kept = KeptUnits.of(new int[] {6, 8, 7, 7}, 10, 0.3, 32);
    assertThat(kept.mean()).isEqualTo(7);
    assertThat(kept.variance()).isEqualTo(0.5);
    assertThat(kept.expectedMean()).isCloseTo(7, within(1e-12));
    assertThat(kept.expectedVariance()).isCloseTo(2.1, within(1e-12));
  }

  @Test
  void the_histogram_counts_every_row_and_expects_every_row() {
    Random random = new Random(3);
    int[] kept = new int[512];
    for (int row = 0; row < kept.length; row++) {
      for (int unit = 0; unit < 1000; unit++) {
        kept[row] += random.nextDouble() < 0.5 ? 0 : 1;
      }
    }
    KeptUnitsHistogram histogram = KeptUnits.of(kept, 1000, 0.5, 32).histogram();
    assertThat(histogram.counts())
        .hasSizeLessThanOrEqualTo(32)
        .hasSize(histogram.expected().size());
    assertThat(histogram.edges()).hasSize(histogram.counts().size() + 1);
    assertThat(histogram.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(512);
    assertThat(histogram.expected().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(512, within(0.1));
  }

  @Test
  void no_dropout_keeps_every_unit() {
    KeptUnitsHistogram histogram = KeptUnits.of(new int[] {4, 4}, 4, 0, 8).histogram();
    assertThat(histogram.edges()).containsExactly(4.0, 5.0);
    assertThat(histogram.counts()).containsExactly(2L);
    assertThat(histogram.expected()).containsExactly(2.0);
  }
}
