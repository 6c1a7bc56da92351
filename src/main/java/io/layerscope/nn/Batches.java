package io.layerscope.nn;

/**
 * An epoch's rows in batches: all of one size, then a last partial one; a last one that would be
 * too small to be normalized is merged into the one before it.
 *
 * @param rows the training rows
 * @param size rows of a batch
 * @param count batches of an epoch
 */
record Batches(int rows, int size, int count) {

  /**
   * @param least rows below which a batch cannot be normalized
   */
  static Batches of(int rows, int size, int least) {
    int count = Math.ceilDiv(rows, size);
    int last = rows - (count - 1) * size;
    return new Batches(rows, size, count > 1 && last < least ? count - 1 : count);
  }

  /** The first row of a batch, counted from 0. */
  int from(int batch) {
    return batch * size;
  }

  /** How many rows a batch has. */
  int rows(int batch) {
    return (batch == count - 1 ? rows : (batch + 1) * size) - from(batch);
  }

  /** The most rows that a batch has. */
  int capacity() {
    return Math.max(Math.min(size, rows), rows(count - 1));
  }
}
