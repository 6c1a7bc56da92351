package io.layerscope.bench;

/** One library at one case, with its data in memory. */
public interface Trainer extends AutoCloseable {

  /** Trains so many batches, each once forward, once backward, and an update. */
  void steps(int count);

  /** One line of JSON about this case alone, or nothing. */
  default String remarks(double bestMicros) {
    return "";
  }

  @Override
  void close();
}
