package io.layerscope.run.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void begins_with_one_step_and_comes_to_a_slice_of_fifty_milliseconds() {
    Pace pace = new Pace();
    assertThat(pace.steps()).isEqualTo(1);
    long nanosPerStep = 100_000;
    for (int i = 0; i < 20; i++) {
      pace.took(pace.steps(), pace.steps() * nanosPerStep);
    }
    assertThat(pace.steps()).isEqualTo(500);
  }

  @Test
  void slow_steps_are_taken_one_at_a_time() {
    Pace pace = new Pace();
    pace.took(1, 3_000_000_000L);
    assertThat(pace.steps()).isEqualTo(1);
  }

  @Test
  void becomes_slower_at_once_and_faster_by_doubling() {
    Pace pace = new Pace();
    for (int i = 0; i < 10; i++) {
      pace.took(pace.steps(), 1);
    }
    assertThat(pace.steps()).isEqualTo(1024);
    pace.took(1024, 1_024_000_000);
    assertThat(pace.steps()).isEqualTo(50);
  }

  @Test
  void a_call_that_did_nothing_teaches_nothing() {
    Pace pace = new Pace();
    pace.took(1, 1_000);
    assertThat(pace.steps()).isEqualTo(2);
    pace.took(0, 10_000_000);
    assertThat(pace.steps()).isEqualTo(2);
  }
}
