package io.layerscope.nn;

import io.layerscope.nn.array.Blocks;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.Randomness;
import io.layerscope.nn.array.Randomness.Purpose;
import io.layerscope.nn.array.kernel.Elements;
import io.layerscope.nn.array.kernel.Kernels;
import io.layerscope.nn.layer.LayerPass;
import io.layerscope.nn.layer.LayerSpec;
import io.layerscope.nn.layer.Mode;
import io.layerscope.nn.loss.SoftmaxCrossEntropy;

/**
 * A network's predictions. It shares the parameters and owns its buffers, so that several may work
 * on one network at once; one works for one caller at a time, others wait.
 */
public final class Inference implements AutoCloseable {

  /** Rows below which it is not worth it to share the work on them that is no product. */
  private static final int SHARED_ROWS = 64;

  private static final int PARTS = 4;

  /** Work on the rows [from, to). */
  private interface RowWork {
    void rows(int from, int to);
  }

  private final Network network;
  private final ComputeThreads threads;
  private final int capacity;
  private final Propagation propagation;
  private final Matrix probabilities;
  private final Elements elements = Kernels.best().elements();

  /**
   * @param capacity the rows that are computed at once; more are taken in turns
   */
  public Inference(Network network, ComputeThreads threads, int capacity) {
    this.network = network;
    this.threads = threads;
    this.capacity = capacity;
    propagation =
        new Propagation(
            network.parameters().layers(), network.spec().inputDropout(), capacity, false, threads);
    probabilities = Matrix.zeros(capacity, network.classes());
  }

  /**
   * The probabilities of each class.
   *
   * @param inputs row-major, [rows, inputs]
   * @return row-major, [rows, classes]
   */
  public float[] probabilities(float[] inputs, int rows) {
    return predict(inputs, rows, Mode.INFERENCE, 0);
  }

  /** The same with dropout on, as a function of the seed. */
  public float[] probabilities(float[] inputs, int rows, long dropoutSeed) {
    return predict(inputs, rows, Mode.UNCERTAINTY, dropoutSeed);
  }

  /** The same as {@link #probabilities}, in the calling thread: for work too short to hand over. */
  public float[] probabilitiesHere(float[] inputs, int rows) {
    return predictHere(inputs, rows, Mode.INFERENCE, 0);
  }

  /** The same with dropout on, as a function of the seed. */
  public float[] probabilitiesHere(float[] inputs, int rows, long dropoutSeed) {
    return predictHere(inputs, rows, Mode.UNCERTAINTY, dropoutSeed);
  }

  private synchronized float[] predictHere(float[] inputs, int rows, Mode mode, long seed) {
    float[] all = new float[rows * network.classes()];
    for (int start = 0; start < rows; start += capacity) {
      chunk(inputs, start, Math.min(capacity, rows - start), mode, seed, all);
    }
    return all;
  }

  private synchronized float[] predict(float[] inputs, int rows, Mode mode, long seed) {
    float[] all = new float[rows * network.classes()];
    for (int start = 0; start < rows; start += capacity) {
      int from = start;
      int count = Math.min(capacity, rows - start);
      threads.first(
          () -> {
            chunk(inputs, from, count, mode, seed, all);
            return count;
          });
    }
    return all;
  }

  private void chunk(float[] inputs, int start, int count, Mode mode, long seed, float[] all) {
    shareRows(count, (from, to) -> gather(inputs, start, from, to));
    long[] keys = propagation.maskKeys();
    for (int layer = 0; layer < keys.length; layer++) {
      keys[layer] = Randomness.key(seed, Purpose.UNCERTAINTY, 0, start, layer);
    }
    Matrix logits = propagation.forward(count, mode);
    shareRows(
        count,
        (from, to) -> SoftmaxCrossEntropy.probabilities(elements, from, to, logits, probabilities));
    float[] chunk = probabilities.toArray(count);
    System.arraycopy(chunk, 0, all, start * network.classes(), chunk.length);
  }

  private void shareRows(int count, RowWork work) {
    if (count < SHARED_ROWS) {
      work.rows(0, count);
      return;
    }
    Blocks blocks = new Blocks(count, PARTS);
    threads.share(PARTS, part -> work.rows(blocks.from(part), blocks.to(part)));
  }

  private void gather(float[] inputs, int start, int from, int to) {
    Matrix x = propagation.input();
    for (int row = from; row < to; row++) {
      x.setRow(row, inputs, (start + row) * network.inputs());
    }
  }

  /** The bytes that an inference of this capacity takes beside the parameters. */
  public static long bytes(NetworkSpec spec, int inputs, int classes, int capacity) {
    long bytes = Matrix.bytes(capacity, inputs) + Matrix.bytes(capacity, classes);
    for (LayerSpec layer : Parameters.specs(spec, inputs, classes)) {
      bytes += LayerPass.bytes(layer, capacity, false);
    }
    return bytes;
  }

  @Override
  public void close() {
    propagation.close();
    probabilities.close();
  }
}
