package io.layerscope.nn.array;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A fixed set of platform threads, one per core, that do all native work. A job runs on one of
 * them; while others are idle they help with the parts that the job shares. So two jobs take one
 * core each, and a lone job takes all. They give way to the threads that answer requests.
 *
 * <p>What a part computes depends on its number only, never on the thread that runs it: results are
 * the same on any number of threads.
 */
public final class ComputeThreads implements AutoCloseable {

  /** Spins before a thread parks: a little longer than the gap between the parts of one step. */
  private static final int SPINS = 20_000;

  private final Worker[] workers;
  private final Deque<FutureTask<?>> urgent = new ArrayDeque<>();
  private final Deque<FutureTask<?>> waiting = new ArrayDeque<>();
  private volatile int urgentCount;
  private volatile int waitingCount;
  private volatile boolean closed;

  private ComputeThreads(int size) {
    workers = new Worker[size];
    for (int i = 0; i < size; i++) {
      workers[i] = new Worker("compute-" + i);
    }
  }

  /** Starts the threads. */
  public static ComputeThreads start(int size) {
    if (size < 1) {
      throw new IllegalArgumentException("at least one thread is needed");
    }
    ComputeThreads threads = new ComputeThreads(size);
    for (Worker worker : threads.workers) {
      worker.start();
    }
    return threads;
  }

  public int size() {
    return workers.length;
  }

  /** How many threads are at work, or spin because they were a moment ago. */
  public int awake() {
    int awake = 0;
    for (Worker worker : workers) {
      awake += worker.parked ? 0 : 1;
    }
    return awake;
  }

  /**
   * Runs a job in turn, and waits for it. A job of a compute thread's own runs at once.
   *
   * @throws RejectedExecutionException after {@link #close()}
   */
  public <T> T call(Callable<T> job) {
    return submit(job, false);
  }

  /** Runs a short job before all that wait, and between the parts of those that run. */
  public <T> T first(Callable<T> job) {
    return submit(job, true);
  }

  /**
   * Runs a job's parts, on this thread and on those that are idle, and returns when all are done.
   * Called on a compute thread; on any other, and within a part or a short job that passed between
   * parts, the parts run one after the other.
   */
  public void share(int parts, Region.Work work) {
    if (parts > 1
        && workers.length > 1
        && Thread.currentThread() instanceof Worker worker
        && worker.threads() == this
        && !worker.sharing) {
      worker.sharing = true;
      try {
        worker.region.open(parts, work);
        wakeIdle();
        worker.region.help(this);
        worker.region.await();
      } finally {
        worker.sharing = false;
      }
      return;
    }
    alone(parts, work);
  }

  /** Runs a job's parts on this thread, one after the other: for what is too small to share. */
  public void alone(int parts, Region.Work work) {
    for (int part = 0; part < parts; part++) {
      work.part(part);
      runUrgent();
    }
  }

  /** Lets waiting short jobs pass; called between steps and between parts. */
  public void runUrgent() {
    if (urgentCount > 0 && Thread.currentThread() instanceof Worker worker && !worker.passing) {
      worker.passing = true;
      try {
        for (FutureTask<?> job = take(urgent); job != null; job = take(urgent)) {
          job.run();
        }
      } finally {
        worker.passing = false;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Worker worker : workers) {
      LockSupport.unpark(worker);
    }
    synchronized (this) {
      urgent.forEach(job -> job.cancel(false));
      waiting.forEach(job -> job.cancel(false));
    }
  }

  private <T> T submit(Callable<T> job, boolean first) {
    if (Thread.currentThread() instanceof Worker worker && worker.threads() == this) {
      try {
        return job.call();
      } catch (Exception failure) {
        throw unchecked(failure);
      }
    }
    FutureTask<T> task = new FutureTask<>(job);
    synchronized (this) {
      if (closed) {
        throw new RejectedExecutionException("The compute threads are closed");
      }
      (first ? urgent : waiting).addLast(task);
      urgentCount = urgent.size();
      waitingCount = waiting.size();
    }
    wakeIdle();
    return join(task);
  }

  private static <T> T join(FutureTask<T> task) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          // The job goes on whoever waits for it: its arrays must outlive it.
          interrupted = true;
        } catch (java.util.concurrent.ExecutionException e) {
          throw unchecked(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unchecked(@Nullable Throwable failure) {
    if (failure instanceof RuntimeException runtime) {
      return runtime;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    return new CompletionException(failure);
  }

  private synchronized @Nullable FutureTask<?> take(Deque<FutureTask<?>> queue) {
    FutureTask<?> job = queue.pollFirst();
    urgentCount = urgent.size();
    waitingCount = waiting.size();
    return job;
  }

  private void wakeIdle() {
    for (Worker worker : workers) {
      if (worker.parked) {
        LockSupport.unpark(worker);
      }
    }
  }

  private final class Worker extends Thread {

    private final Region region = new Region();
    private volatile boolean parked;
    private boolean passing;

    /** Whether the region's piece has not ended: a second one would overwrite it. */
    private boolean sharing;

    Worker(String name) {
      super(name);
      setDaemon(true);
    }

    private ComputeThreads threads() {
      return ComputeThreads.this;
    }

    @Override
    public void run() {
      Niceness.raise();
      int idle = 0;
      while (!closed) {
        if (work()) {
          idle = 0;
        } else if (idle < SPINS) {
          idle++;
          Thread.onSpinWait();
        } else {
          park();
        }
      }
    }

    /** Whether there was something to do. */
    private boolean work() {
      if (urgentCount > 0) {
        runUrgent();
        return true;
      }
      if (waitingCount > 0) {
        FutureTask<?> job = take(waiting);
        if (job != null) {
          job.run();
          return true;
        }
      }
      boolean helped = false;
      for (Worker other : workers) {
        if (other != this) {
          helped |= other.region.help(ComputeThreads.this);
        }
      }
      return helped;
    }

    private void park() {
      parked = true;
      // Whoever brings work after this line sees that the thread is parked; before, is seen here.
      if (!closed && !work()) {
        LockSupport.park(this);
      }
      parked = false;
    }
  }
}
