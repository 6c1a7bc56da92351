package io.layerscope.run.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueueForecastTest {

  @Test
  void a_free_place_is_taken_at_once() {
    assertThat(QueueForecast.seconds(1, 2, List.of(100.0), null)).isZero();
  }

  @Test
  void the_next_run_starts_when_the_first_of_the_running_ends() {
    assertThat(QueueForecast.seconds(1, 2, List.of(100.0, 40.0), null)).isEqualTo(40);
    assertThat(QueueForecast.seconds(2, 2, List.of(100.0, 40.0), null)).isEqualTo(100);
  }

  @Test
  void runs_before_it_take_what_the_last_ones_took() {
    assertThat(QueueForecast.seconds(2, 1, List.of(40.0), 10.0)).isEqualTo(50);
    assertThat(QueueForecast.seconds(5, 2, List.of(40.0, 45.0), 10.0)).isEqualTo(60);
  }

  @Test
  void what_is_not_known_of_a_running_one_is_taken_from_the_last() {
    List<@Nullable Double> unknown = Arrays.asList((Double) null);
    assertThat(QueueForecast.seconds(1, 1, unknown, 30.0)).isEqualTo(30);
    assertThat(QueueForecast.seconds(1, 1, unknown, null)).isNull();
  }

  @Test
  void without_a_worker_nothing_can_be_told() {
    assertThat(QueueForecast.seconds(1, 0, List.of(), 30.0)).isNull();
    assertThat(QueueForecast.seconds(2, 1, List.of(40.0), null)).isNull();
  }
}
