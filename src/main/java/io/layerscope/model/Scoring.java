package io.layerscope.model;

import io.layerscope.nn.Inference;
import io.layerscope.nn.Network;
import io.layerscope.nn.NetworkSpec;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.web.Problem;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Probabilities of rows by one network, for many callers at once. Short work is done in the
 * caller's own thread, since to hand it over would take longer; long work goes to the compute
 * threads, where callers that wait go through the network together.
 *
 * <p>The last bits of a row's probabilities may depend on how many rows go through together.
 */
public final class Scoring implements AutoCloseable {

  /** The most rows of one matrix product. */
  public static final int CHUNK = 256;

  /** Multiply-adds that take less than a millisecond. */
  private static final long SHORT = 8L << 20;

  /** Weights that stay in a core's own cache; more are better read once for several requests. */
  private static final long CACHED = 1L << 18;

  private static final int SHORT_CHUNK = 64;
  private static final int MOST_WAITING = 4096;

  private final Inference shared;
  private final SharedPasses passes;
  private final ConcurrentLinkedQueue<Inference> idle = new ConcurrentLinkedQueue<>();
  private final Semaphore free;
  private final int inputs;
  private final int classes;
  private final long weights;

  /**
   * @param network stays the caller's to close, after this
   */
  public Scoring(Network network, ComputeThreads threads) {
    inputs = network.inputs();
    classes = network.classes();
    weights = network.learned();
    shared = new Inference(network, threads, CHUNK);
    passes = new SharedPasses(shared::probabilities, CHUNK, classes, MOST_WAITING);
    int own = weights <= CACHED ? threads.size() : 0;
    for (int i = 0; i < own; i++) {
      idle.add(new Inference(network, threads, SHORT_CHUNK));
    }
    free = new Semaphore(own);
  }

  /** The bytes that this takes beside the network's own, at most. */
  static long bytes(NetworkSpec spec, int inputs, int classes, int threads) {
    return Inference.bytes(spec, inputs, classes, CHUNK)
        + threads * Inference.bytes(spec, inputs, classes, SHORT_CHUNK);
  }

  /**
   * Runs the network forward.
   *
   * @param encoded row-major [rows, inputs]
   * @return row-major [rows, classes]
   * @throws Problem 503 when too many wait for this network
   */
  public float[] probabilities(float[] encoded, int rows) {
    if (weights <= CACHED && rows * weights <= SHORT) {
      return here(own -> own.probabilitiesHere(encoded, rows));
    }
    if (rows <= CHUNK) {
      return passes.probabilities(encoded, rows);
    }
    float[] all = new float[Math.multiplyExact(rows, classes)];
    for (int from = 0; from < rows; from += CHUNK) {
      int count = Math.min(CHUNK, rows - from);
      float[] chunk = Arrays.copyOfRange(encoded, from * inputs, (from + count) * inputs);
      System.arraycopy(probabilities(chunk, count), 0, all, from * classes, count * classes);
    }
    return all;
  }

  private float[] here(Function<Inference, float[]> pass) {
    free.acquireUninterruptibly();
    Inference own = idle.remove();
    try {
      return pass.apply(own);
    } finally {
      idle.add(own);
      free.release();
    }
  }

  /**
   * Runs the network forward with dropout on, once of several times.
   *
   * @param encoded row-major [rows, inputs], at most {@link #CHUNK} rows
   * @param seed decides which units are dropped
   * @param passes that the caller makes: all of them are short work, or none
   * @return row-major [rows, classes]
   */
  public float[] probabilities(float[] encoded, int rows, long seed, int passes) {
    if (weights <= CACHED && rows <= SHORT_CHUNK && passes * rows * weights <= SHORT) {
      return here(own -> own.probabilitiesHere(encoded, rows, seed));
    }
    return shared.probabilities(encoded, rows, seed);
  }

  @Override
  public void close() {
    shared.close();
    idle.forEach(Inference::close);
  }
}
