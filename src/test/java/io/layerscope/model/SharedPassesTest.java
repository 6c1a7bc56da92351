package io.layerscope.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.layerscope.web.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class SharedPassesTest {

  /** Two inputs, one class: the sum, so that each answer shows whose it is. */
  private static float[] sums(float[] encoded, int rows) {
    float[] sums = new float[rows];
    for (int row = 0; row < rows; row++) {
      sums[row] = encoded[2 * row] + encoded[2 * row + 1];
    }
    return sums;
  }

  private static float[] row(float value) {
    return new float[] {value, 0.5f};
  }

  /** A network that holds its first pass until it is let go, and notes each pass's rows. */
  private static final class Gate implements SharedPasses.Pass {

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private final List<Integer> passes = new ArrayList<>();

    @Override
    public float[] probabilities(float[] encoded, int rows) {
      passes.add(rows);
      begun.countDown();
      try {
        open.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (encoded[0] < 0) {
        throw new IllegalStateException("bad row");
      }
      return sums(encoded, rows);
    }
  }

  /** Asks in a thread that is seen to wait before the next asks. */
  private static Future<float[]> ask(ExecutorService threads, SharedPasses passes, float[] rows)
      throws InterruptedException {
    Semaphore asking = new Semaphore(0);
    Thread[] asker = new Thread[1];
    Future<float[]> answer =
        threads.submit(
            () -> {
              asker[0] = Thread.currentThread();
              asking.release();
              return passes.probabilities(rows, rows.length / 2);
            });
    asking.acquire();
    while (asker[0].getState() == Thread.State.RUNNABLE && !answer.isDone()) {
      Thread.onSpinWait();
    }
    return answer;
  }

  @Test
  void a_lone_request_is_computed_at_once_and_alone() {
    SharedPasses passes = new SharedPasses(SharedPassesTest::sums, 8, 1, 10);
    assertThat(passes.probabilities(new float[] {1, 2, 3, 4}, 2)).containsExactly(3, 7);
  }

  @Test
  void requests_that_come_while_one_is_computed_go_together_and_get_their_own_answers()
      throws Exception {
    Gate gate = new Gate();
    SharedPasses passes = new SharedPasses(gate, 3, 1, 10);
    try (var threads = Executors.newCachedThreadPool()) {
      List<Future<float[]>> answers = new ArrayList<>(List.of(ask(threads, passes, row(0))));
      gate.begun.await();
      for (int i = 1; i <= 5; i++) {
        answers.add(ask(threads, passes, row(i)));
      }
      gate.open.countDown();
      for (int i = 0; i <= 5; i++) {
        assertThat(answers.get(i).get()).containsExactly(i + 0.5f);
      }
    }
    assertThat(gate.passes).containsExactly(1, 3, 2);
  }

  @Test
  void a_failure_reaches_all_who_went_together_and_nobody_else() throws Exception {
    Gate gate = new Gate();
    SharedPasses passes = new SharedPasses(gate, 2, 1, 10);
    try (var threads = Executors.newCachedThreadPool()) {
      Future<float[]> first = ask(threads, passes, row(1));
      gate.begun.await();
      List<Future<float[]>> failing =
          List.of(ask(threads, passes, row(-1)), ask(threads, passes, row(2)));
      Future<float[]> last = ask(threads, passes, row(3));
      gate.open.countDown();
      assertThat(first.get()).containsExactly(1.5f);
      for (Future<float[]> each : failing) {
        assertThatThrownBy(each::get)
            .isInstanceOf(ExecutionException.class)
            .rootCause()
            .hasMessage("bad row");
      }
      assertThat(last.get()).containsExactly(3.5f);
    }
  }

  @Test
  void who_comes_when_too_many_wait_is_told_to_come_again() throws Exception {
    Gate gate = new Gate();
    SharedPasses passes = new SharedPasses(gate, 4, 1, 2);
    try (var threads = Executors.newCachedThreadPool()) {
      List<Future<float[]>> answers = new ArrayList<>(List.of(ask(threads, passes, row(0))));
      gate.begun.await();
      answers.add(ask(threads, passes, row(1)));
      answers.add(ask(threads, passes, row(2)));
      assertThatThrownBy(() -> passes.probabilities(row(3), 1))
          .isInstanceOfSatisfying(
              Problem.class, problem -> assertThat(problem.status().value()).isEqualTo(503));
      gate.open.countDown();
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).containsExactly(i + 0.5f);
      }
    }
  }

  @Test
  void many_at_once_all_get_their_own_answers() throws Exception {
    SharedPasses passes = new SharedPasses(SharedPassesTest::sums, 16, 1, 1000);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<float[]>> answers = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        float[] rows = new float[2 * (1 + i % 5)];
        Arrays.fill(rows, i);
        answers.add(threads.submit(() -> passes.probabilities(rows, rows.length / 2)));
      }
      for (int i = 0; i < 500; i++) {
        float[] expected = new float[1 + i % 5];
        Arrays.fill(expected, 2 * i);
        assertThat(answers.get(i).get()).containsExactly(expected);
      }
    }
  }
}
