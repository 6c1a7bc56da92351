package io.layerscope.run.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.run.log.DecisionSurface;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SurfaceWatchTest {

  private static final long MILLISECOND = 1_000_000;

  private final AtomicLong clock = new AtomicLong(-5);

  private SurfaceWatch watch(long cost) {
    return new SurfaceWatch(
        epoch -> {
          clock.addAndGet(cost);
          return new DecisionSurface(epoch, 1, List.of(), List.of(), List.of(0), List.of(1.0));
        },
        () -> {},
        clock::get);
  }

  private boolean looks(SurfaceWatch watch, long afterMilliseconds, boolean last) {
    clock.addAndGet(afterMilliseconds * MILLISECOND);
    return watch.look(1, last) != null;
  }

  @Test
  void a_quick_look_is_taken_once_a_second_and_at_the_end() {
    SurfaceWatch watch = watch(MILLISECOND);
    assertThat(looks(watch, 0, false)).isTrue();
    assertThat(looks(watch, 999, false)).isFalse();
    assertThat(looks(watch, 1, false)).isTrue();
    assertThat(looks(watch, 10, false)).isFalse();
    assertThat(looks(watch, 10, true)).isTrue();
  }

  @Test
  void a_look_that_takes_long_is_taken_seldom() {
    SurfaceWatch watch = watch(50 * MILLISECOND);
    assertThat(looks(watch, 0, false)).isTrue();
    assertThat(looks(watch, 4_999, false)).isFalse();
    assertThat(looks(watch, 1, false)).isTrue();
  }
}
