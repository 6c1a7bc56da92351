package io.layerscope.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.layerscope.web.Problem;
import org.junit.jupiter.api.Test;

class RunLimitsTest {

  private final RunLimits limits = new RunLimits(10, 3, 5, 50, 1000, 100);

  @Test
  void the_queue_and_each_caller_s_part_of_it_are_filled_to_the_last_place() {
    assertThatCode(() -> limits.requirePlace(9)).doesNotThrowAnyException();
    assertThatCode(() -> limits.requireOwnPlace(2)).doesNotThrowAnyException();
    for (Problem refused :
        new Problem[] {
          catchThrowableOfType(Problem.class, () -> limits.requirePlace(10)),
          catchThrowableOfType(Problem.class, () -> limits.requireOwnPlace(3))
        }) {
      assertThat(refused.status().value()).isEqualTo(429);
      assertThat(refused.code()).isEqualTo("too-many-queued-runs");
    }
  }

  @Test
  void parameters_are_counted_to_the_last() {
    assertThatCode(() -> limits.requireParameters(1000)).doesNotThrowAnyException();
    assertThat(catchThrowableOfType(Problem.class, () -> limits.requireParameters(1001)).code())
        .isEqualTo("too-many-parameters");
  }
}
