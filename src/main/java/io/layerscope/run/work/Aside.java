package io.layerscope.run.work;

import io.layerscope.run.work.TrainingLoop.Outcome;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work in a thread of its own, so that the worker listens meanwhile: some of it, as to read, to
 * sort or to write millions of numbers, cannot look up often enough itself.
 */
final class Aside {

  private static final long LISTENS_EVERY = TimeUnit.MILLISECONDS.toNanos(50);

  private Aside() {}

  /** Work that ends early when it is asked to. */
  interface Work {

    /**
     * @param asked what was asked for meanwhile; null inside while nothing was
     */
    void work(AtomicReference<@Nullable Outcome> asked);
  }

  /**
   * Does the work and listens. What is heard has its effect at once; then the work is waited for,
   * since it uses what the caller is about to close.
   *
   * @param listen tells what is asked for; null for nothing
   * @return why the work was left; null when it was done
   */
  static @Nullable Outcome listening(Work work, Supplier<@Nullable Outcome> listen) {
    AtomicReference<@Nullable Outcome> asked = new AtomicReference<>();
    FutureTask<?> task = task(Executors.callable(() -> work.work(asked)), Thread.currentThread());
    Thread.ofPlatform().name("beside a run").start(task);
    try {
      while (!task.isDone()) {
        Outcome heard = listen.get();
        if (heard != null) {
          asked.set(heard);
          if (heard.leaves()) {
            return heard;
          }
        }
        LockSupport.parkNanos(LISTENS_EVERY);
      }
    } finally {
      asked.compareAndSet(null, Outcome.LEFT);
      while (!task.isDone()) {
        LockSupport.parkNanos(LISTENS_EVERY);
      }
    }
    if (task.state() == Future.State.FAILED) {
      throw unchecked(task.exceptionNow());
    }
    return null;
  }

  private static <T> FutureTask<T> task(Callable<T> work, Thread waiting) {
    return new FutureTask<>(work) {
      @Override
      protected void done() {
        LockSupport.unpark(waiting);
      }
    };
  }

  private static RuntimeException unchecked(Throwable failure) {
    return switch (failure) {
      case RuntimeException unchecked -> unchecked;
      case Error error -> throw error;
      default -> new IllegalStateException(failure);
    };
  }
}
