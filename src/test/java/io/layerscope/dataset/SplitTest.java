package io.layerscope.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerscope.nn.bounds.OutOfBounds;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SplitTest {

  @Test
  void a_stratified_split_has_exact_counts_of_each_class() {
    int[] labels = IntStream.range(0, 1000).map(i -> i < 600 ? 0 : i < 900 ? 1 : 2).toArray();
    Split split = Split.of(labels, 3, spec(0.2, 0.1, true, 0));
    assertThat(counts(labels, split.training(), 3)).containsExactly(420, 210, 70);
    assertThat(counts(labels, split.validation(), 3)).containsExactly(120, 60, 20);
    assertThat(counts(labels, split.test(), 3)).containsExactly(60, 30, 10);
    assertPartition(split, 1000);
  }

  @Test
  void shares_that_are_not_whole_go_to_the_largest_remainders() {
    int[] labels = IntStream.range(0, 150).map(i -> i % 3).toArray();
    Split split = Split.of(labels, 3, SplitSpec.defaults());
    assertThat(split.test()).hasSize(23);
    assertThat(split.validation()).hasSize(23);
    assertThat(counts(labels, split.test(), 3)).containsExactly(8, 8, 7);
    assertPartition(split, 150);
  }

  @Test
  void every_class_keeps_a_row_to_train_on() {
    int[] labels = {0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2};
    Split split = Split.of(labels, 3, spec(0.4, 0.4, true, 1));
    assertThat(counts(labels, split.training(), 3)).doesNotContain(0);
    assertPartition(split, labels.length);
  }

  @Test
  void the_seed_alone_decides_the_rows() {
    int[] labels = new int[500];
    Split one = Split.of(labels, 1, spec(0.2, 0.2, false, 7));
    Split two = Split.of(labels, 1, spec(0.2, 0.2, false, 7));
    Split other = Split.of(labels, 1, spec(0.2, 0.2, false, 8));
    assertThat(two.training()).isEqualTo(one.training());
    assertThat(two.test()).isEqualTo(one.test());
    assertThat(other.test()).isNotEqualTo(one.test());
    assertPartition(one, 500);
  }

  @Test
  void fractions_of_0_leave_all_rows_to_training() {
    Split split = Split.of(new int[] {0, 1, 0}, 2, spec(0, 0, true, 0));
    assertThat(split.training()).containsExactly(0, 1, 2);
    assertThat(split.validation()).isEmpty();
    assertThat(split.test()).isEmpty();
  }

  @Test
  void fractions_that_leave_nothing_to_train_on_are_refused() {
    refused("testFraction", 0.5, 0.5);
    refused("validationFraction", 1.0, 0.0);
    refused("testFraction", 0.1, -0.1);
    assertThatThrownBy(() -> new SplitSpec(0.2, null, null, null, "iris", null))
        .isInstanceOf(OutOfBounds.class);
    assertThat(new SplitSpec(null, null, null, null, "a", "b").testFraction()).isZero();
  }

  private static void refused(String field, double validation, double test) {
    assertThatThrownBy(() -> spec(validation, test, true, 0))
        .isInstanceOfSatisfying(
            OutOfBounds.class, refusal -> assertThat(refusal.field()).isEqualTo(field));
  }

  private static SplitSpec spec(double validation, double test, boolean stratified, long seed) {
    return new SplitSpec(validation, test, stratified, seed, null, null);
  }

  private static int[] counts(int[] labels, int[] rows, int classes) {
    int[] counts = new int[classes];
    Arrays.stream(rows).forEach(row -> counts[labels[row]]++);
    return counts;
  }

  private static void assertPartition(Split split, int rows) {
    int[] all =
        IntStream.of(
                Arrays.stream(new int[][] {split.training(), split.validation(), split.test()})
                    .flatMapToInt(Arrays::stream)
                    .sorted()
                    .toArray())
            .toArray();
    assertThat(all).isEqualTo(IntStream.range(0, rows).toArray());
    assertThat(split.training()).isSorted();
  }
}
