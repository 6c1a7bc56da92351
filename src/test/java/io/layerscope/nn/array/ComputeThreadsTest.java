package io.layerscope.nn.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ComputeThreadsTest {

  private static final int MOST_PARTS = 9;

  @Test
  void a_job_runs_on_a_compute_thread_and_gives_its_result() {
    try (ComputeThreads threads = ComputeThreads.start(2)) {
      assertThat(threads.size()).isEqualTo(2);
      assertThat(threads.call(() -> Thread.currentThread().getName())).startsWith("compute-");
      assertThat(threads.first(() -> 7)).isEqualTo(7);
    }
  }

  @Test
  void there_is_at_least_one_thread() {
    assertThatThrownBy(() -> ComputeThreads.start(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_failure_reaches_the_caller_and_the_threads_go_on() {
    try (ComputeThreads threads = ComputeThreads.start(1)) {
      assertThatThrownBy(() -> threads.call(failing(new IllegalStateException("a"))))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a");
      assertThatThrownBy(() -> threads.call(failing(new IOException("b"))))
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(IOException.class);
      assertThatThrownBy(
              () ->
                  threads.call(
                      () -> {
                        throw new StackOverflowError("c");
                      }))
          .isInstanceOf(StackOverflowError.class);
      assertThat(threads.call(() -> "alive")).isEqualTo("alive");
    }
  }

  private static Callable<String> failing(Exception failure) {
    return () -> {
      throw failure;
    };
  }

  @Test
  void a_job_of_a_compute_thread_s_own_runs_at_once() {
    try (ComputeThreads threads = ComputeThreads.start(1)) {
      Thread outer = threads.call(() -> threads.call(() -> threads.first(Thread::currentThread)));
      assertThat(outer.getName()).isEqualTo("compute-0");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void no_part_is_lost_or_taken_twice(int size) {
    try (ComputeThreads threads = ComputeThreads.start(size)) {
      threads.call(() -> shareManyTimes(threads, 30_000));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void no_part_is_lost_where_several_jobs_share_at_once(int size) throws Exception {
    try (ComputeThreads threads = ComputeThreads.start(size);
        ExecutorService callers = Executors.newFixedThreadPool(4)) {
      List<Future<Integer>> jobs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        jobs.add(callers.submit(() -> threads.call(() -> shareManyTimes(threads, 3000))));
      }
      for (Future<Integer> job : jobs) {
        assertThat(job.get()).isEqualTo(3000);
      }
    }
  }

  /** Pieces of 2 to 9 parts, one after the other; each part writes plainly and exactly once. */
  private static int shareManyTimes(ComputeThreads threads, int pieces) {
    int[] taken = new int[MOST_PARTS * 16];
    Region.Work count = part -> taken[16 * part]++;
    for (int piece = 0; piece < pieces; piece++) {
      int parts = 2 + piece % (MOST_PARTS - 1);
      threads.share(parts, count);
      for (int part = 0; part < MOST_PARTS; part++) {
        assertThat(taken[16 * part])
            .as("piece %d, part %d", piece, part)
            .isEqualTo(part < parts ? 1 : 0);
        taken[16 * part] = 0;
      }
    }
    return pieces;
  }

  @Test
  void idle_threads_take_parts() {
    try (ComputeThreads threads = ComputeThreads.start(2)) {
      CountDownLatch both = new CountDownLatch(2);
      boolean[] met = new boolean[2];
      threads.call(
          () -> {
            threads.share(2, part -> met[part] = meet(both));
            return true;
          });
      assertThat(met).containsOnly(true);
    }
  }

  private static boolean meet(CountDownLatch latch) {
    latch.countDown();
    return await(latch);
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void a_part_s_failure_reaches_the_job_and_the_next_piece_is_whole(int size) {
    try (ComputeThreads threads = ComputeThreads.start(size)) {
      for (int i = 0; i < 200; i++) {
        int bad = i % 4;
        assertThatThrownBy(() -> threads.call(() -> shareWithFailure(threads, bad)))
            .isInstanceOf(ArithmeticException.class)
            .hasMessage("part " + bad);
        threads.call(() -> shareManyTimes(threads, 5));
      }
    }
  }

  private static boolean shareWithFailure(ComputeThreads threads, int bad) {
    threads.share(
        4,
        part -> {
          if (part == bad) {
            throw new ArithmeticException("part " + part);
          }
        });
    return true;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void shared_work_within_a_part_is_done_before_the_part_ends(int size) {
    try (ComputeThreads threads = ComputeThreads.start(size)) {
      for (int i = 0; i < 2000; i++) {
        AtomicIntegerArray taken = new AtomicIntegerArray(6 * 5);
        threads.call(
            () -> {
              threads.share(
                  6,
                  outer -> {
                    threads.share(5, inner -> taken.incrementAndGet(5 * outer + inner));
                    for (int inner = 0; inner < 5; inner++) {
                      assertThat(taken.get(5 * outer + inner)).isEqualTo(1);
                    }
                  });
              return true;
            });
        for (int part = 0; part < taken.length(); part++) {
          assertThat(taken.get(part)).isEqualTo(1);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void a_short_job_passes_between_parts_and_may_share_work_itself(int size) throws Exception {
    try (ComputeThreads threads = ComputeThreads.start(size);
        ExecutorService callers = Executors.newFixedThreadPool(3)) {
      AtomicInteger unfinished = new AtomicInteger(3);
      CountDownLatch begun = new CountDownLatch(1);
      List<Future<Integer>> passing = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        passing.add(
            callers.submit(
                () -> {
                  // Who is done before the long job begins has not passed it.
                  begun.await();
                  return shareFirst(threads, unfinished);
                }));
      }
      int pieces =
          threads.call(
              () -> {
                int done = 0;
                begun.countDown();
                // The long job goes on until all short ones have passed it.
                while (unfinished.get() > 0) {
                  done += shareManyTimes(threads, 100);
                }
                return done;
              });
      assertThat(pieces).isPositive();
      for (Future<Integer> job : passing) {
        assertThat(job.get()).isEqualTo(300);
      }
    }
  }

  private static int shareFirst(ComputeThreads threads, AtomicInteger unfinished) {
    int pieces = 0;
    for (int i = 0; i < 100; i++) {
      pieces += threads.first(() -> shareManyTimes(threads, 3));
    }
    unfinished.decrementAndGet();
    return pieces;
  }

  @Test
  void outside_the_compute_threads_parts_run_in_order_on_the_caller() {
    try (ComputeThreads threads = ComputeThreads.start(2)) {
      List<String> ran = new ArrayList<>();
      threads.share(3, part -> ran.add(part + " " + Thread.currentThread().threadId()));
      long id = Thread.currentThread().threadId();
      assertThat(ran).containsExactly("0 " + id, "1 " + id, "2 " + id);
    }
  }

  @Test
  void an_interrupted_caller_waits_for_its_job_and_stays_interrupted() {
    try (ComputeThreads threads = ComputeThreads.start(1)) {
      Thread.currentThread().interrupt();
      assertThat(threads.call(() -> 5)).isEqualTo(5);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void closed_threads_take_no_more_and_cancel_what_waits() throws Exception {
    ComputeThreads threads = ComputeThreads.start(1);
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicReference<Thread> waiter = new AtomicReference<>();
    try (ExecutorService callers = Executors.newFixedThreadPool(2)) {
      Future<String> first =
          callers.submit(
              () ->
                  threads.call(
                      () -> {
                        running.countDown();
                        await(release);
                        return "ended";
                      }));
      running.await();
      Future<String> second =
          callers.submit(
              () -> {
                waiter.set(Thread.currentThread());
                return threads.call(() -> "never");
              });
      while (waiter.get() == null || waiter.get().getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      threads.close();
      release.countDown();
      assertThat(first.get()).isEqualTo("ended");
      assertThatThrownBy(second::get).hasCauseInstanceOf(CancellationException.class);
      assertThatThrownBy(() -> threads.call(() -> 1))
          .isInstanceOf(RejectedExecutionException.class);
    }
  }
}
