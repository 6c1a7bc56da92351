package io.layerscope.run.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.run.state.Progress;
import org.junit.jupiter.api.Test;

class MeterTest {

  private static final long SECOND = 1_000_000_000;
  private static final Meter.Extent TEN_EPOCHS = new Meter.Extent(10, 100, 6400);

  @Test
  void knows_the_speed_and_the_time_that_is_left() {
    Meter meter = new Meter(TEN_EPOCHS, 0, 0);
    meter.took(100, SECOND);
    Progress progress = meter.progress(1, 100);
    assertThat(progress.fraction()).isCloseTo(0.1, within(1e-12));
    assertThat(progress.samplesPerSecond()).isCloseTo(6400, within(1e-9));
    assertThat(progress.etaSeconds()).isCloseTo(9, within(1e-9));
  }

  @Test
  void knows_nothing_before_the_first_step() {
    Progress progress = new Meter(TEN_EPOCHS, 0, 0).progress(0, 0);
    assertThat(progress.samplesPerSecond()).isNull();
    assertThat(progress.etaSeconds()).isNull();
  }

  @Test
  void goes_on_from_a_checkpoint_inside_an_epoch() {
    Meter meter = new Meter(TEN_EPOCHS, 30, 2);
    meter.took(10, SECOND / 2);
    assertThat(meter.seconds()).isCloseTo(30.5, within(1e-9));
    assertThat(meter.endEpoch()).isCloseTo(2.5, within(1e-9));
    assertThat(meter.epochSeconds()).isZero();
  }
}
