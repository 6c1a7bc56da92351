package io.layerscope.model;

import io.layerscope.nn.Inference;
import io.layerscope.nn.Network;
import io.layerscope.nn.array.ComputeThreads;
import java.util.Arrays;

/** Probabilities of many rows by one network, in chunks that fit the inference's buffers. */
public final class Scoring implements AutoCloseable {

  /** The most rows of one matrix product. */
  public static final int CHUNK = 256;

  private final Inference inference;
  private final int inputs;
  private final int classes;

  /**
   * @param network stays the caller's to close, after this
   */
  public Scoring(Network network, ComputeThreads threads) {
    inference = new Inference(network, threads, CHUNK);
    inputs = network.inputs();
    classes = network.classes();
  }

  /**
   * Runs the network forward.
   *
   * @param encoded row-major [rows, inputs]
   * @return row-major [rows, classes]
   */
  public float[] probabilities(float[] encoded, int rows) {
    if (rows <= CHUNK) {
      return inference.probabilities(encoded, rows);
    }
    float[] all = new float[Math.multiplyExact(rows, classes)];
    for (int from = 0; from < rows; from += CHUNK) {
      int count = Math.min(CHUNK, rows - from);
      float[] chunk = Arrays.copyOfRange(encoded, from * inputs, (from + count) * inputs);
      float[] probabilities = inference.probabilities(chunk, count);
      System.arraycopy(probabilities, 0, all, from * classes, count * classes);
    }
    return all;
  }

  /**
   * Runs the network forward with dropout on.
   *
   * @param encoded row-major [rows, inputs], at most {@link #CHUNK} rows
   * @param seed decides which units are dropped
   * @return row-major [rows, classes]
   */
  public float[] probabilities(float[] encoded, int rows, long seed) {
    return inference.probabilities(encoded, rows, seed);
  }

  @Override
  public void close() {
    inference.close();
  }
}
