package io.layerscope.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerscope.nn.bounds.OutOfBounds;
import io.layerscope.nn.layer.NormalizationSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesTest {

  @ParameterizedTest
  @CsvSource({
    "100, 25, 1, 4, 25, 25",
    "100, 30, 1, 4, 10, 30",
    "101, 25, 1, 5, 1, 25",
    "101, 25, 2, 4, 26, 26",
    "104, 25, 5, 4, 29, 29",
    "105, 25, 5, 5, 5, 25",
    "7, 100, 2, 1, 7, 7",
    "1, 1, 1, 1, 1, 1"
  })
  void a_last_batch_too_small_to_be_normalized_is_merged_into_the_one_before(
      int rows, int size, int least, int count, int last, int capacity) {
    Batches batches = Batches.of(rows, size, least);
    assertThat(batches.count()).isEqualTo(count);
    assertThat(batches.rows(count - 1)).isEqualTo(last);
    assertThat(batches.capacity()).isEqualTo(capacity);
  }

  @Test
  void every_row_is_in_one_batch() {
    for (int rows = 1; rows < 60; rows++) {
      for (int size = 1; size < 20; size++) {
        Batches batches = Batches.of(rows, size, 2);
        int next = 0;
        for (int batch = 0; batch < batches.count(); batch++) {
          assertThat(batches.from(batch)).isEqualTo(next);
          assertThat(batches.rows(batch)).isBetween(1, batches.capacity());
          next += batches.rows(batch);
        }
        assertThat(next).isEqualTo(rows);
      }
    }
  }

  @Test
  void batches_of_one_row_cannot_be_normalized_and_are_refused() {
    NetworkSpec network =
        new NetworkSpec(
            null,
            List.of(4),
            null,
            null,
            null,
            null,
            PerLayer.of(new NormalizationSpec.Batch(null, null, null)),
            null,
            null);
    TrainingSpec training =
        new TrainingSpec(
            1, new BatchSize(1), null, null, null, null, null, null, null, null, null, null, null);
    assertThatThrownBy(
            () ->
                TrainingPlan.of(
                    network, training, StatisticsSpec.defaults(), 3, List.of("a", "b"), 10, 0))
        .isInstanceOfSatisfying(
            OutOfBounds.class, e -> assertThat(e.field()).isEqualTo("training/batchSize"));
  }
}
