package io.layerscope.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values in native memory, each loaded once however many ask at the same time, bounded by their
 * bytes together. The least recently used goes first, and never while someone holds it: a closed
 * value is out of everyone's reach before it is closed.
 *
 * <p>What is here is found and let go of without a lock. Each prediction does both, and a lock of a
 * descheduled thread is soon waited for by hundreds of virtual threads, of which each release lets
 * in one: some waited for seconds. Values come and go under the lock.
 */
final class ModelCache<K, V extends AutoCloseable> implements AutoCloseable {

  private static final int GONE = -1;

  private final long limit;
  private final Map<K, Entry> entries = new ConcurrentHashMap<>();
  private final AtomicLong turn = new AtomicLong();
  private long bytes;

  ModelCache(long limit) {
    this.limit = limit;
  }

  /** There is no room, even without all that nobody holds. */
  static final class Full extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final boolean forever;

    private Full(boolean forever) {
      this.forever = forever;
    }

    /** Whether the value alone is larger than the bound. */
    boolean forever() {
      return forever;
    }
  }

  private final class Entry {

    private final long size;
    private final CompletableFuture<V> value = new CompletableFuture<>();
    private final AtomicInteger holders = new AtomicInteger(1);
    private volatile boolean discarded;
    private volatile long used = turn.incrementAndGet();

    private Entry(long size) {
      this.size = size;
    }

    /** Counts one more holder; false when the value goes. */
    private boolean hold() {
      for (int before = holders.get(); before != GONE; before = holders.get()) {
        if (holders.compareAndSet(before, before + 1)) {
          used = turn.incrementAndGet();
          return true;
        }
      }
      return false;
    }

    /** Lets the value go where nobody holds it; true for one caller only, who closes it. */
    private boolean end() {
      return holders.compareAndSet(0, GONE);
    }
  }

  /** A value that stays open until the hold is closed. */
  final class Hold implements AutoCloseable {

    private final Entry entry;
    private final V value;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Hold(Entry entry, V value) {
      this.entry = entry;
      this.value = value;
    }

    V value() {
      return value;
    }

    @Override
    public void close() {
      if (closed.compareAndSet(false, true)
          && entry.holders.decrementAndGet() == 0
          && entry.discarded
          && entry.end()) {
        ModelCache.this.giveBack(entry);
        ModelCache.this.close(entry);
      }
    }
  }

  /** Holds a value that is here; null when it is not. */
  @Nullable Hold find(K key) {
    Entry entry = entries.get(key);
    return entry != null && entry.hold() ? hold(entry) : null;
  }

  /**
   * Holds a value, loading it when it is not here.
   *
   * @param size the bytes it takes, known before it is loaded
   * @throws Full when there is no room for it
   */
  Hold get(K key, long size, Supplier<V> loader) {
    Entry entry;
    List<Entry> evicted = new ArrayList<>();
    boolean mine = false;
    try {
      synchronized (this) {
        entry = entries.get(key);
        if (entry == null || !entry.hold()) {
          makeRoom(size, evicted);
          entry = new Entry(size);
          entries.put(key, entry);
          bytes += size;
          mine = true;
        }
      }
    } finally {
      evicted.forEach(this::close);
    }
    if (mine) {
      load(key, entry, loader);
    }
    return hold(entry);
  }

  private void load(K key, Entry entry, Supplier<V> loader) {
    try {
      entry.value.complete(loader.get());
    } catch (RuntimeException | Error e) {
      synchronized (this) {
        entries.remove(key, entry);
        bytes -= entry.size;
      }
      entry.value.completeExceptionally(e);
    }
  }

  private Hold hold(Entry entry) {
    try {
      return new Hold(entry, entry.value.join());
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void makeRoom(long size, List<Entry> evicted) {
    if (size > limit) {
      throw new Full(true);
    }
    long free =
        entries.values().stream().filter(e -> e.holders.get() == 0).mapToLong(e -> e.size).sum();
    if (bytes - free + size > limit) {
      throw new Full(false);
    }
    // Sorted by what they were used at now: they may be used while they are sorted.
    Map<Long, K> eldest = new TreeMap<>();
    entries.forEach((key, entry) -> eldest.put(entry.used, key));
    for (K key : eldest.values()) {
      Entry entry = entries.get(key);
      if (bytes + size > limit && entry != null && entry.end()) {
        entries.remove(key);
        bytes -= entry.size;
        evicted.add(entry);
      }
    }
    if (bytes + size > limit) {
      throw new Full(false);
    }
  }

  private synchronized void giveBack(Entry entry) {
    bytes -= entry.size;
  }

  /** Lets go of a value; false when someone holds it. */
  boolean forget(K key) {
    Entry entry;
    synchronized (this) {
      entry = entries.get(key);
      if (entry == null) {
        return true;
      }
      if (!entry.end()) {
        return false;
      }
      entries.remove(key);
      bytes -= entry.size;
    }
    close(entry);
    return true;
  }

  /** Lets go of a value for good: who holds it keeps it, and nobody finds it any more. */
  void discard(K key) {
    Entry entry;
    synchronized (this) {
      entry = entries.remove(key);
      if (entry == null) {
        return;
      }
      entry.discarded = true;
      if (!entry.end()) {
        return;
      }
      bytes -= entry.size;
    }
    close(entry);
  }

  /** The keys of what is here. */
  Set<K> keys() {
    return new HashSet<>(entries.keySet());
  }

  private void close(Entry entry) {
    try {
      entry.value.join().close();
    } catch (Exception e) {
      throw new IllegalStateException("a model cannot be closed", e);
    }
  }

  /** Closes all that nobody holds. */
  @Override
  public void close() {
    keys().forEach(this::forget);
  }
}
