package io.layerscope.nn.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.nn.bounds.OutOfBounds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

  private static final int EPOCHS = 100;

  private static double rate(Schedule schedule, double base, double epoch) {
    return schedule.rate(base, epoch, EPOCHS, 0);
  }

  @Test
  void a_constant_rate_stays() {
    assertThat(rate(new Schedule.Constant(null), 0.3, 57.5)).isEqualTo(0.3);
  }

  @ParameterizedTest
  @CsvSource({"0, 0.8", "9.99, 0.8", "10, 0.2", "19.5, 0.2", "20, 0.05", "99, 3.0517578125e-6"})
  void steps_fall_after_whole_periods(double epoch, double expected) {
    assertThat(rate(new Schedule.Step(10, 0.25, null), 0.8, epoch))
        .isCloseTo(expected, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "0.9, 1", "1, 0.5", "3.2, 0.125"})
  void an_exponential_falls_after_each_epoch(double epoch, double expected) {
    assertThat(rate(new Schedule.Exponential(0.5, null), 1, epoch)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "25, 0.8681980515339464", "50, 0.55", "75, 0.2318019484660536", "100, 0.1"})
  void a_cosine_falls_to_its_minimum(double epoch, double expected) {
    assertThat(rate(new Schedule.Cosine(0.1, null), 1, epoch)).isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.6", "5, 0.3", "10, 0.2", "15, 0.15"})
  void inverse_time_halves_after_its_half_life(double epoch, double expected) {
    assertThat(rate(new Schedule.InverseTime(5.0, null), 0.6, epoch))
        .isCloseTo(expected, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.01", "15, 0.055", "30, 0.1", "65, 0.0500005", "100, 1e-6"})
  void one_cycle_rises_for_three_tenths_and_falls(double epoch, double expected) {
    assertThat(rate(new Schedule.OneCycle(0.1, null), 0.01, epoch))
        .isCloseTo(expected, within(1e-12));
  }

  @Test
  void one_cycle_rises_to_ten_times_the_rate_by_default() {
    assertThat(rate(new Schedule.OneCycle(null, null), 0.01, 30)).isCloseTo(0.1, within(1e-12));
  }

  @Test
  void plateaus_reduce_by_powers() {
    Schedule schedule = new Schedule.ReduceOnPlateau(0.5, 3, null);
    assertThat(schedule.rate(0.8, 12, EPOCHS, 0)).isEqualTo(0.8);
    assertThat(schedule.rate(0.8, 12, EPOCHS, 3)).isCloseTo(0.1, within(1e-15));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.25, 0.1", "0.25, 0.5, 0.2", "1.5, 1.75, 0.7", "2.25, 2.5, 1", "7, 7.25, 1"})
  void warm_up_counts_the_current_step_and_ends_at_the_schedule(
      double from, double until, double share) {
    Schedule schedule = new Schedule.Constant(2.5);
    assertThat(schedule.rate(0.6, from, until, EPOCHS, 0)).isCloseTo(0.6 * share, within(1e-12));
  }

  @Test
  void settings_out_of_bounds_are_refused_by_name() {
    assertRefused("everyEpochs", () -> new Schedule.Step(0, null, null));
    assertRefused("factor", () -> new Schedule.Exponential(1.5, null));
    assertRefused("minimum", () -> new Schedule.Cosine(-1.0, null));
    assertRefused("halfLifeEpochs", () -> new Schedule.InverseTime(0.0, null));
    assertRefused("maximum", () -> new Schedule.OneCycle(0.0, null));
    assertRefused("patience", () -> new Schedule.ReduceOnPlateau(null, -1, null));
    assertRefused("warmupEpochs", () -> new Schedule.Constant(-1.0));
  }

  private static void assertRefused(String field, Runnable record) {
    assertThatThrownBy(record::run)
        .isInstanceOfSatisfying(OutOfBounds.class, e -> assertThat(e.field()).isEqualTo(field));
  }
}
