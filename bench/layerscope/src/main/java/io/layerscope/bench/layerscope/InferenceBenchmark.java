package io.layerscope.bench.layerscope;

import com.sun.management.ThreadMXBean;
import io.layerscope.nn.Inference;
import io.layerscope.nn.Network;
import io.layerscope.nn.NetworkSpec;
import io.layerscope.nn.array.Blocks;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Gemm;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.NamedTensor;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * Predictions of 784-256-128-10 in process: one row in the calling thread, and 10,000 rows beside
 * the products that they need and nothing else.
 */
final class InferenceBenchmark {

  private static final List<Integer> WIDTHS = List.of(784, 256, 128, 10);
  private static final int ROWS = 10_000;
  private static final int CHUNK = 256;
  private static final int ROUNDS = 15;
  private static final double WARM_UP_SECONDS = 3;

  private final SplittableRandom random = new SplittableRandom(1);
  private final ComputeThreads threads;
  private final List<Runnable> ends = new ArrayList<>();

  private InferenceBenchmark(ComputeThreads threads) {
    this.threads = threads;
  }

  public static void main(String[] arguments) {
    for (int size = 1; size <= Runtime.getRuntime().availableProcessors(); size *= 2) {
      try (ComputeThreads threads = ComputeThreads.start(size)) {
        new InferenceBenchmark(threads).run();
      }
    }
  }

  private void run() {
    try (Network network = network()) {
      float[] rows = floats(ROWS * WIDTHS.getFirst(), 1);
      Inference one = new Inference(network, threads, 1);
      Inference many = new Inference(network, threads, CHUNK);
      IntConsumer single = i -> one.probabilitiesHere(rows, 1);
      double[] micros = best(single, 2000, many(many, rows), 1, products(), 1);
      System.out.printf(
          Locale.ROOT,
          "{\"case\": \"784-256-128-10\", \"threads\": %d, \"rowMicros\": %.2f,"
              + " \"rowAllocatedBytes\": %.1f, \"rowsPerSecond\": %.0f, \"boundRowsPerSecond\":"
              + " %.0f, \"shareOfBound\": %.3f, \"allocatedBytesPerRow\": %.1f}%n",
          threads.size(),
          micros[0],
          allocated(single, 10_000),
          ROWS / micros[1] * 1e6,
          ROWS / micros[2] * 1e6,
          micros[2] / micros[1],
          allocated(many(many, rows), 10) / ROWS);
      one.close();
      many.close();
      ends.forEach(Runnable::run);
    }
  }

  private static IntConsumer many(Inference inference, float[] rows) {
    return i -> inference.probabilities(rows, ROWS);
  }

  /** The bytes that one call leaves to the garbage collector, in all threads. */
  private static double allocated(IntConsumer work, int calls) {
    double before = allocated();
    for (int i = 0; i < calls; i++) {
      work.accept(i);
    }
    return (allocated() - before) / calls;
  }

  private static double allocated() {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double bytes = 0;
    for (long id : bean.getAllThreadIds()) {
      bytes += Math.max(0, bean.getThreadAllocatedBytes(id));
    }
    return bytes;
  }

  /** The products of 10,000 rows, cut and shared as the inference cuts and shares them. */
  private IntConsumer products() {
    List<Matrix> layers = new ArrayList<>();
    layers.add(matrix(CHUNK, WIDTHS.getFirst()));
    List<Matrix> weights = new ArrayList<>();
    for (int layer = 1; layer < WIDTHS.size(); layer++) {
      layers.add(matrix(CHUNK, WIDTHS.get(layer)));
      weights.add(matrix(WIDTHS.get(layer), WIDTHS.get(layer - 1)));
    }
    return i ->
        threads.call(
            () -> {
              for (int row = 0; row < ROWS; row += CHUNK) {
                int rows = Math.min(CHUNK, ROWS - row);
                for (int layer = 0; layer < weights.size(); layer++) {
                  product(rows, layers.get(layer), weights.get(layer), layers.get(layer + 1));
                }
              }
              return true;
            });
  }

  private void product(int rows, Matrix x, Matrix w, Matrix z) {
    Blocks blocks = Blocks.of(w.rows(), (double) CHUNK * w.columns(), Gemm.PACKED_BLOCK, 1);
    threads.share(
        blocks.parts(), part -> Gemm.forward(rows, x, w, z, blocks.from(part), blocks.to(part)));
  }

  /** The best microseconds of each work, measured in turns. */
  private static double[] best(
      IntConsumer a, int aTimes, IntConsumer b, int bTimes, IntConsumer c, int cTimes) {
    List<IntConsumer> works = List.of(a, b, c);
    int[] times = {aTimes, bTimes, cTimes};
    for (int i = 0; i < times.length; i++) {
      long start = System.nanoTime();
      while (System.nanoTime() - start < WARM_UP_SECONDS * 1e9) {
        micros(works.get(i), times[i]);
      }
    }
    double[] best = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < times.length; i++) {
        best[i] = Math.min(best[i], micros(works.get(i), times[i]));
      }
    }
    return best;
  }

  private static double micros(IntConsumer work, int times) {
    long before = System.nanoTime();
    for (int i = 0; i < times; i++) {
      work.accept(i);
    }
    return (System.nanoTime() - before) / 1e3 / times;
  }

  private Network network() {
    List<NamedTensor> tensors = new ArrayList<>();
    for (int layer = 1; layer < WIDTHS.size(); layer++) {
      int in = WIDTHS.get(layer - 1);
      int out = WIDTHS.get(layer);
      String name = "layer" + layer + ".";
      tensors.add(
          new NamedTensor(
              name + "weights", List.of(out, in), floats(out * in, Math.sqrt(2.0 / in))));
      tensors.add(new NamedTensor(name + "bias", List.of(out), floats(out, 0.1)));
    }
    NetworkSpec spec =
        new NetworkSpec(
            null, WIDTHS.subList(1, WIDTHS.size() - 1), null, null, null, null, null, null, null);
    return Network.of(spec, WIDTHS.getFirst(), WIDTHS.getLast(), tensors);
  }

  private Matrix matrix(int rows, int columns) {
    Matrix matrix = Matrix.of(rows, columns, floats(rows * columns, 1));
    ends.add(matrix::close);
    return matrix;
  }

  private float[] floats(int n, double deviation) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }
}
