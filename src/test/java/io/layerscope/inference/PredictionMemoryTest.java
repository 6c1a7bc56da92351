package io.layerscope.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layerscope.web.Problem;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class PredictionMemoryTest {

  private final PredictionMemory memory =
      new PredictionMemory(
          new ServingProperties(
              1, DataSize.ofBytes(1), DataSize.ofBytes(100), DataSize.ofBytes(1), null));

  @Test
  void predictions_share_the_memory_to_the_last_byte() {
    PredictionMemory.Share first = memory.take(60);
    memory.take(40);
    Problem refused = catchThrowableOfType(Problem.class, () -> memory.take(1));
    assertThat(refused.code()).isEqualTo("predictions-memory-full");
    first.close();
    assertThat(memory.take(60)).isNotNull();
  }

  @Test
  void a_prediction_that_is_alone_is_let_in_however_wide_its_model() {
    assertThat(memory.take(1000)).isNotNull();
  }
}
