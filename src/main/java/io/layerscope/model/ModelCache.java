package io.layerscope.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Values in native memory, each loaded once however many ask at the same time, bounded by their
 * bytes together. The least recently used goes first, and never while someone holds it: a closed
 * value is out of everyone's reach before it is closed.
 */
final class ModelCache<K, V extends AutoCloseable> implements AutoCloseable {

  private final long limit;
  private final Map<K, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
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
    private int holders = 1;
    private boolean discarded;

    private Entry(long size) {
      this.size = size;
    }
  }

  /** A value that stays open until the hold is closed. */
  final class Hold implements AutoCloseable {

    private final V value;
    private @Nullable Entry entry;

    private Hold(Entry entry, V value) {
      this.entry = entry;
      this.value = value;
    }

    V value() {
      return value;
    }

    @Override
    public void close() {
      Entry last = null;
      synchronized (ModelCache.this) {
        if (entry != null) {
          entry.holders--;
          last = entry.holders == 0 && entry.discarded ? entry : null;
          bytes -= last == null ? 0 : last.size;
          entry = null;
        }
      }
      if (last != null) {
        ModelCache.this.close(last);
      }
    }
  }

  /** Holds a value that is here; null when it is not. */
  @Nullable Hold find(K key) {
    Entry entry;
    synchronized (this) {
      entry = entries.get(key);
      if (entry == null) {
        return null;
      }
      entry.holders++;
    }
    return hold(entry);
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
    synchronized (this) {
      entry = entries.get(key);
      if (entry == null) {
        makeRoom(size, evicted);
        entry = new Entry(size);
        entries.put(key, entry);
        bytes += size;
        mine = true;
      } else {
        entry.holders++;
      }
    }
    evicted.forEach(this::close);
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
    long free = entries.values().stream().filter(e -> e.holders == 0).mapToLong(e -> e.size).sum();
    if (bytes - free + size > limit) {
      throw new Full(false);
    }
    Iterator<Entry> eldest = entries.values().iterator();
    while (bytes + size > limit) {
      Entry entry = eldest.next();
      if (entry.holders == 0) {
        eldest.remove();
        bytes -= entry.size;
        evicted.add(entry);
      }
    }
  }

  /** Lets go of a value; false when someone holds it. */
  boolean forget(K key) {
    Entry entry;
    synchronized (this) {
      entry = entries.get(key);
      if (entry == null) {
        return true;
      }
      if (entry.holders > 0) {
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
      if (entry.holders > 0) {
        entry.discarded = true;
        return;
      }
      bytes -= entry.size;
    }
    close(entry);
  }

  /** The keys of what is here. */
  synchronized Set<K> keys() {
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
