package io.layerscope.web;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnstileTest {

  private final AtomicLong clock = new AtomicLong();

  private Turnstile turnstile(int places) {
    return new Turnstile("test-", Thread.ofVirtual().factory(), places, clock::get);
  }

  @Test
  void hundreds_that_wait_keep_nobody_out() throws InterruptedException {
    Turnstile turnstile = new Turnstile("test-");
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch finished = new CountDownLatch(500);
    for (int i = 0; i < 500; i++) {
      turnstile.execute(
          () -> {
            wait(released);
            finished.countDown();
          });
    }
    CountDownLatch passed = new CountDownLatch(1);
    turnstile.execute(passed::countDown);
    assertThat(passed.await(10, SECONDS)).isTrue();
    assertThat(finished.getCount()).isEqualTo(500);
    released.countDown();
    assertThat(finished.await(10, SECONDS)).isTrue();
  }

  @Test
  void one_that_works_for_long_keeps_nobody_out() throws InterruptedException {
    Turnstile turnstile = turnstile(1);
    CountDownLatch passed = new CountDownLatch(1);
    CountDownLatch finished = new CountDownLatch(1);
    turnstile.execute(
        () -> {
          while (passed.getCount() > 0) {
            Thread.onSpinWait();
          }
          finished.countDown();
        });
    turnstile.execute(passed::countDown);
    clock.addAndGet(MILLISECONDS.toNanos(21));
    boolean inTime = passed.await(10, SECONDS);
    passed.countDown();
    assertThat(inTime).isTrue();
    assertThat(finished.await(10, SECONDS)).isTrue();
  }

  @Test
  void tasks_begin_in_order_over_many_rounds() throws InterruptedException {
    Turnstile turnstile = turnstile(1);
    List<Integer> begun = new ArrayList<>();
    CountDownLatch last = new CountDownLatch(1);
    for (int i = 0; i < 1000; i++) {
      int number = i;
      turnstile.execute(() -> begun.add(number));
    }
    turnstile.execute(last::countDown);
    assertThat(last.await(10, SECONDS)).isTrue();
    assertThat(begun).isEqualTo(IntStream.range(0, 1000).boxed().toList());
  }

  @Test
  void no_more_are_inside_than_there_are_places_and_each_task_runs_once()
      throws InterruptedException {
    Turnstile turnstile = turnstile(3);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    AtomicIntegerArray runs = new AtomicIntegerArray(8000);
    CountDownLatch finished = new CountDownLatch(runs.length());
    for (int thread = 0; thread < 4; thread++) {
      int first = thread * 2000;
      Thread.startVirtualThread(
          () -> {
            for (int i = first; i < first + 2000; i++) {
              int number = i;
              turnstile.execute(
                  () -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    Thread.yield();
                    runs.incrementAndGet(number);
                    inside.decrementAndGet();
                    finished.countDown();
                  });
            }
          });
    }
    assertThat(finished.await(30, SECONDS)).isTrue();
    assertThat(most.get()).isBetween(2, 3);
    assertThat(IntStream.range(0, runs.length()).map(runs::get)).containsOnly(1);
  }

  @Test
  void a_place_that_was_given_up_is_not_given_up_again_at_the_end() throws InterruptedException {
    Turnstile turnstile = turnstile(1);
    CountDownLatch released = new CountDownLatch(1);
    Semaphore passed = new Semaphore(0);
    turnstile.execute(
        () -> {
          wait(released);
          passed.release();
        });
    turnstile.execute(passed::release);
    clock.addAndGet(MILLISECONDS.toNanos(3));
    assertThat(passed.tryAcquire(10, SECONDS)).as("another one while the first waits").isTrue();
    released.countDown();
    assertThat(passed.tryAcquire(10, SECONDS)).as("the first").isTrue();
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    for (int i = 0; i < 200; i++) {
      turnstile.execute(
          () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.yield();
            inside.decrementAndGet();
            passed.release();
          });
    }
    assertThat(passed.tryAcquire(200, 10, SECONDS)).isTrue();
    assertThat(most).hasValue(1);
  }

  @Test
  void a_task_that_fails_gives_its_place_up() throws InterruptedException {
    Turnstile turnstile = turnstile(1);
    for (int i = 0; i < 100; i++) {
      turnstile.execute(
          () -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> {});
            throw new IllegalStateException("as the test wants it");
          });
    }
    CountDownLatch passed = new CountDownLatch(1);
    turnstile.execute(passed::countDown);
    assertThat(passed.await(10, SECONDS)).isTrue();
  }

  @Test
  void a_thread_that_does_not_start_costs_no_place() throws InterruptedException {
    AtomicInteger failures = new AtomicInteger(5);
    ThreadFactory virtual = Thread.ofVirtual().factory();
    ThreadFactory failing =
        task ->
            failures.getAndDecrement() > 0
                ? Thread.startVirtualThread(() -> {}) // which cannot be started again
                : virtual.newThread(task);
    Turnstile turnstile = new Turnstile("test-", failing, 2, clock::get);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> turnstile.execute(() -> {}))
          .isInstanceOf(IllegalThreadStateException.class);
    }
    // More than the turns of a round, which ends when all places are free.
    CountDownLatch passed = new CountDownLatch(500);
    for (int i = 0; i < 500; i++) {
      turnstile.execute(passed::countDown);
    }
    assertThat(passed.await(10, SECONDS)).isTrue();
  }

  /** Without rounds it waits for as long as there are tasks. */
  @Test
  void a_thread_that_wakes_up_gets_a_processor_among_tasks_without_end()
      throws InterruptedException {
    Turnstile turnstile = new Turnstile("test-");
    AtomicBoolean ended = new AtomicBoolean();
    AtomicLong latest = new AtomicLong();
    CountDownLatch awoken = new CountDownLatch(1);
    for (int i = 0; i < 500; i++) {
      turnstile.execute(new Again(turnstile, ended));
    }
    Thread.startVirtualThread(
        () -> {
          for (int i = 0; i < 100; i++) {
            long begun = System.nanoTime();
            LockSupport.parkNanos(MILLISECONDS.toNanos(10));
            latest.accumulateAndGet(System.nanoTime() - begun, Math::max);
          }
          awoken.countDown();
        });
    boolean awake = awoken.await(60, SECONDS);
    ended.set(true);
    assertThat(awake).isTrue();
    assertThat(NANOSECONDS.toMillis(latest.get())).isLessThan(1000);
  }

  private record Again(Turnstile turnstile, AtomicBoolean ended) implements Runnable {

    @Override
    public void run() {
      long end = System.nanoTime() + 50_000;
      while (System.nanoTime() < end) {
        Thread.onSpinWait();
      }
      if (!ended.get()) {
        turnstile.execute(this);
      }
    }
  }

  private static void wait(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
