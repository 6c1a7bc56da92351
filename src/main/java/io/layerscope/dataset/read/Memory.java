package io.layerscope.dataset.read;

/** The memory that a table's columns take while they grow: refused before it is not there. */
final class Memory {

  private final long most;
  private long taken;

  Memory(long most) {
    this.most = most;
  }

  void take(long bytes) {
    taken = Math.addExact(taken, bytes);
    if (taken > most) {
      throw Refusal.tooMany(
          "too-much-memory",
          "The data set takes more than " + (most >> 20) + " MiB of memory, the most there is.");
    }
  }

  /** A capacity above the one that is full. */
  static int grown(int capacity) {
    return Math.max(1024, capacity + (capacity >> 1));
  }
}
