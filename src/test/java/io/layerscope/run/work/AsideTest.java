package io.layerscope.run.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerscope.run.work.TrainingLoop.Outcome;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AsideTest {

  private final CountDownLatch heard = new CountDownLatch(1);

  @Test
  void a_step_that_does_not_look_up_holds_nothing_back() {
    AtomicBoolean ended = new AtomicBoolean();
    Outcome left =
        Aside.listening(
            _ -> {
              // It ends only when it was listened meanwhile.
              await(heard);
              ended.set(true);
            },
            () -> {
              heard.countDown();
              return Outcome.LEFT;
            });
    assertThat(left).isEqualTo(Outcome.LEFT);
    assertThat(ended).as("the work is waited for").isTrue();
  }

  @Test
  void work_that_is_asked_to_stop_comes_to_its_own_end() {
    AtomicReference<@Nullable Outcome> seen = new AtomicReference<>();
    Deque<Outcome> answers = new ArrayDeque<>(Arrays.asList(Outcome.STOPPED, Outcome.STOPPED));
    Outcome left =
        Aside.listening(
            asked -> {
              while (asked.get() == null) {
                Thread.onSpinWait();
              }
              seen.set(asked.get());
            },
            answers::poll);
    assertThat(left).isNull();
    assertThat(seen).hasValue(Outcome.STOPPED);
  }

  @Test
  void work_that_nobody_disturbs_is_done() {
    AtomicBoolean done = new AtomicBoolean();
    assertThat(Aside.listening(_ -> done.set(true), () -> null)).isNull();
    assertThat(done).isTrue();
  }

  @Test
  void a_failure_of_the_work_is_the_callers() {
    assertThatThrownBy(
            () ->
                Aside.listening(
                    _ -> {
                      throw new IllegalArgumentException("broke");
                    },
                    () -> null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("broke");
  }

  @Test
  void a_failure_to_listen_ends_the_work_first() {
    AtomicBoolean ended = new AtomicBoolean();
    assertThatThrownBy(
            () ->
                Aside.listening(
                    asked -> {
                      while (asked.get() == null) {
                        Thread.onSpinWait();
                      }
                      ended.set(true);
                    },
                    () -> {
                      throw new IllegalStateException("deaf");
                    }))
        .hasMessage("deaf");
    assertThat(ended).isTrue();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
