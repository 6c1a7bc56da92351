package io.layerscope.run.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThinningTest {

  @Test
  void few_points_are_all_kept() {
    assertThat(Thinning.keep(5, 5, List.of())).containsExactly(0, 1, 2, 3, 4);
    assertThat(Thinning.keep(0, 5, List.of())).isEmpty();
    assertThat(Thinning.keep(1, 2, List.of())).containsExactly(0);
  }

  @Test
  void the_first_the_last_and_the_extremes_are_kept() {
    double[] loss = new double[1000];
    Arrays.setAll(loss, i -> 1.0 / (i + 1));
    loss[503] = 9;
    loss[777] = -9;
    int[] kept = Thinning.keep(1000, 10, List.of(loss));
    assertThat(kept).hasSize(10).contains(0, 503, 777, 999).isSorted();
  }

  @Test
  void what_is_missing_is_no_extreme() {
    double[] loss = {Double.NaN, 3, 2, 5, 2, 1, Double.NaN};
    assertThat(Thinning.keep(7, 4, List.of(loss))).containsExactly(0, 3, 5, 6);
    double[] nothing = new double[7];
    Arrays.fill(nothing, Double.NaN);
    assertThat(Thinning.keep(7, 3, List.of(nothing))).containsExactly(0, 3, 6);
  }

  @Test
  void the_others_are_evenly_spread() {
    int[] kept = Thinning.keep(10_001, 65, List.of());
    assertThat(kept).hasSize(65).isSorted();
    int[] gaps = IntStream.range(1, 65).map(i -> kept[i] - kept[i - 1]).toArray();
    assertThat(IntStream.of(gaps).min().orElseThrow()).isBetween(156, 157);
    assertThat(IntStream.of(gaps).max().orElseThrow()).isBetween(156, 157);
  }

  @Test
  void never_more_than_asked_for() {
    double[] up = IntStream.range(0, 100).asDoubleStream().toArray();
    double[] tent = IntStream.range(0, 100).mapToDouble(i -> -Math.abs(i - 40)).toArray();
    for (int most = 2; most <= 120; most++) {
      int[] kept = Thinning.keep(100, most, List.of(up, tent));
      assertThat(kept).hasSize(Math.min(most, 100)).doesNotHaveDuplicates().contains(0, 99);
    }
  }
}
