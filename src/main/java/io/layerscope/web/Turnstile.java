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
import java.util.concurrent.atomic.AtomicReference;
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

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final Set<Visit> visits = ConcurrentHashMap.newKeySet();
  private final AtomicReference<Round> round;
  private final Round fresh;
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
    this(name, PLACES_PER_PROCESSOR * Runtime.getRuntime().availableProcessors(), System::nanoTime);
  }

  Turnstile(String name, int places, LongSupplier nanoTime) {
    this.fresh = new Round(places, TURNS_PER_PLACE * places);
    this.round = new AtomicReference<>(fresh);
    this.threads = Thread.ofVirtual().name(name, 0).factory();
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
    waiting.add(task);
    admit();
    attend();
  }

  private void admit() {
    while (!waiting.isEmpty() && round.getAndUpdate(Round::entered).isOpen()) {
      Runnable task = waiting.poll();
      if (task == null) {
        round.updateAndGet(Round::notEntered);
      } else {
        new Visit(task).begin();
      }
    }
  }

  private void beginRound() {
    round.updateAndGet(seen -> isOver(seen) ? fresh : seen);
    admit();
  }

  private boolean isOver(Round seen) {
    return seen.places == fresh.places;
  }

  private void attend() {
    if (!waiting.isEmpty() && attended.compareAndSet(false, true)) {
      attendant.schedule(this::look, LONGEST_WAIT, TimeUnit.NANOSECONDS);
    }
  }

  private void look() {
    long now = nanoTime.getAsLong();
    visits.forEach(visit -> visit.look(now));
    beginRound();
    attended.set(false);
    attend();
  }

  /**
   * How many more may be inside at a time, and in this round.
   *
   * @param places that nobody has
   * @param turns that are left
   */
  private record Round(int places, int turns) {

    boolean isOpen() {
      return places > 0 && turns > 0;
    }

    Round entered() {
      return isOpen() ? new Round(places - 1, turns - 1) : this;
    }

    Round notEntered() {
      return new Round(places + 1, turns + 1);
    }

    Round left() {
      return new Round(places + 1, turns);
    }
  }

  private final class Visit implements Runnable {

    private final Runnable task;
    private final Thread thread = threads.newThread(this);
    private final long begun = nanoTime.getAsLong();

    Visit(Runnable task) {
      this.task = task;
    }

    void begin() {
      visits.add(this);
      thread.start();
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

    /** Gives the place up, once. */
    private void leave() {
      if (visits.remove(this)) {
        if (!isOver(round.updateAndGet(Round::left))) {
          admit();
        } else if (waiting.isEmpty()) {
          beginRound();
        } else {
          attendant.execute(Turnstile.this::beginRound);
        }
      }
    }
  }
}
