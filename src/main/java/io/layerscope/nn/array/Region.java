package io.layerscope.nn.array;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The parts of one piece of shared work. One region belongs to each compute thread and is used
 * again for each piece, so that sharing allocates nothing: the ticket carries the piece's number
 * beside the next part's, and who took a ticket of an earlier piece takes no part.
 */
public final class Region {

  /** A piece of work in parts. */
  public interface Work {

    /** Computes one part; parts may run at the same time. */
    void part(int part);
  }

  private static final long NEXT_PART = 1;
  private static final int PIECE_SHIFT = 32;
  private static final int SPINS_BEFORE_YIELD = 100_000;

  private final AtomicLong ticket = new AtomicLong();
  private final AtomicInteger done = new AtomicInteger();
  private volatile int parts;
  private volatile @Nullable Work work;
  private volatile @Nullable Throwable failure;

  /**
   * Opens a new piece of work; the one before has ended. The ticket is closed while the piece is
   * written: a late helper of the piece before must not find its old ticket good for a new part.
   */
  void open(int count, Work next) {
    long piece = (ticket.get() >>> PIECE_SHIFT) + 1;
    ticket.set(piece << PIECE_SHIFT | Integer.MAX_VALUE);
    work = next;
    failure = null;
    done.set(0);
    parts = count;
    ticket.set(piece + 1 << PIECE_SHIFT);
  }

  /** Takes parts while there are any; whether there was one. */
  boolean help(ComputeThreads threads) {
    boolean helped = false;
    while (true) {
      long taken = ticket.get();
      Work piece = work;
      int part = (int) taken;
      if (piece == null || part >= parts) {
        return helped;
      }
      if (ticket.compareAndSet(taken, taken + NEXT_PART)) {
        run(piece, part);
        helped = true;
        threads.runUrgent();
      }
    }
  }

  private void run(Work piece, int part) {
    try {
      piece.part(part);
    } catch (RuntimeException | Error e) {
      failure = e;
    } finally {
      done.incrementAndGet();
    }
  }

  /** Waits for the parts that others have taken. */
  void await() {
    int spins = 0;
    while (done.get() < parts) {
      if (spins++ < SPINS_BEFORE_YIELD) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    parts = 0;
    work = null;
    Throwable thrown = failure;
    if (thrown instanceof RuntimeException e) {
      throw e;
    }
    if (thrown instanceof Error e) {
      throw e;
    }
  }
}
