package io.layerscope.web;

import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Runs each task in a virtual thread of its own, but lets only a few begin at a time; the others
 * wait for a place, in order.
 *
 * <p>Virtual threads do not share processors fairly. When a thousand connections ask at once, a
 * thread that is taken off its processor while it holds a lock, any lock of any library, is soon
 * waited for by hundreds: each release lets one of them in, which first goes through a queue of
 * all. Among a few such a queue stays short. And a carrier runs what it has started itself for as
 * long as there is any, so what other threads have started or woken may wait for seconds. Therefore
 * tasks come in rounds, of which the next begins, from another thread, when the last one is over.
 *
 * <p>A place is given up at the end of a task, and before it by a task that waits for its client,
 * the database or another thread, or that works for long. So no place depends on anybody else, and
 * neither slow clients nor long answers keep others out.
 */
final class Turnstile implements Executor {

  /** More than can run, so that short waits leave no processor idle. */
  private static final int PLACES_PER_PROCESSOR = 8;

  /** Times the places; a round takes a few milliseconds, and little is lost at its end. */
  private static final int TURNS_PER_PLACE = 16;

  private static final long LONGEST_WAIT = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LONGEST_WORK = TimeUnit.MILLISECONDS.toNanos(20);

  /** In the number that a round is: places that nobody has times this, and turns that are left. */
  private static final long PLACE = 1L << 32;

  private final Queue<Visit> waiting = new ConcurrentLinkedQueue<>();
  private final Set<Visit> visits = ConcurrentHashMap.newKeySet();
  // Counting makes no object: a place that was lost when memory was full would stop all rounds.
  private final AtomicLong round;
  private final long fresh;
  private final ThreadFactory threads;
  private final LongSupplier nanoTime;
  private final ScheduledThreadPoolExecutor attendant;
  private final AtomicBoolean attended = new AtomicBoolean();

  /**
   * A turnstile through which nobody has gone yet.
   *
   * @param name of its threads, before a number
   */
  Turnstile(String name) {
    this(
        name,
        Thread.ofVirtual().name(name, 0).factory(),
        PLACES_PER_PROCESSOR * Runtime.getRuntime().availableProcessors(),
        System::nanoTime);
  }

  Turnstile(String name, ThreadFactory threads, int places, LongSupplier nanoTime) {
    this.fresh = places * (PLACE + TURNS_PER_PLACE);
    this.round = new AtomicLong(fresh);
    this.threads = threads;
    this.nanoTime = nanoTime;
    this.attendant =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name(name + "turnstile").factory());
    // Nobody has to end it: its thread goes when no requests have waited for a while.
    attendant.setKeepAliveTime(10, TimeUnit.SECONDS);
    attendant.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    waiting.add(new Visit(task));
    admit();
    attend();
  }

  private void admit() {
    while (!waiting.isEmpty() && isOpen(round.getAndUpdate(Turnstile::entered))) {
      Visit visit = waiting.poll();
      if (visit == null) {
        round.addAndGet(PLACE + 1);
      } else {
        visit.begin();
      }
    }
  }

  private void beginRound() {
    round.updateAndGet(seen -> isOver(seen) ? fresh : seen);
    admit();
  }

  private boolean isOver(long seen) {
    return seen / PLACE == fresh / PLACE;
  }

  private static boolean isOpen(long seen) {
    return seen / PLACE > 0 && seen % PLACE > 0;
  }

  private static long entered(long seen) {
    return isOpen(seen) ? seen - PLACE - 1 : seen;
  }

  private void attend() {
    if (!waiting.isEmpty() && attended.compareAndSet(false, true)) {
      boolean called = false;
      try {
        attendant.schedule(this::look, LONGEST_WAIT, TimeUnit.NANOSECONDS);
        called = true;
      } finally {
        if (!called) {
          attended.set(false);
        }
      }
    }
  }

  private void look() {
    try {
      long now = nanoTime.getAsLong();
      visits.forEach(visit -> visit.look(now));
      beginRound();
    } finally {
      attended.set(false);
      attend();
    }
  }

  private final class Visit implements Runnable {

    private final Runnable task;
    private final AtomicBoolean inside = new AtomicBoolean();
    private final Thread thread = threads.newThread(this);
    private long begun;

    Visit(Runnable task) {
      this.task = task;
    }

    void begin() {
      inside.set(true);
      boolean started = false;
      try {
        begun = nanoTime.getAsLong();
        visits.add(this);
        thread.start();
        started = true;
      } finally {
        if (!started) {
          giveUp();
        }
      }
    }

    @Override
    public void run() {
      try {
        task.run();
      } finally {
        leave();
      }
    }

    void look(long now) {
      long stay = now - begun;
      boolean waits = thread.getState() != Thread.State.RUNNABLE;
      if (stay > LONGEST_WORK || waits && stay > LONGEST_WAIT) {
        leave();
      }
    }

    private void leave() {
      if (giveUp()) {
        if (!isOver(round.get())) {
          admit();
        } else if (waiting.isEmpty()) {
          beginRound();
        } else {
          attendant.execute(Turnstile.this::beginRound);
        }
      }
    }

    /** Gives the place up; tells whether this call has done it. */
    private boolean giveUp() {
      boolean first = inside.compareAndSet(true, false);
      if (first) {
        visits.remove(this);
        round.addAndGet(PLACE);
      }
      return first;
    }
  }
}
