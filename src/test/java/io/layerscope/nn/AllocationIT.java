package io.layerscope.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.layer.NormalizationSpec;
import io.layerscope.nn.optim.Optimizer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Steps leave nothing to the garbage collector. In the JVM of the *IT, where nothing else has
 * trained before and told the compiler of other kernels.
 */
class AllocationIT {

  private static final int INPUTS = 20;
  private static final int BATCH = 16;

  /** Until a step is compiled it makes an object of each vector. */
  private static final int MOST_WINDOWS = 60;

  /** One call of {@code advance} and its answer, whatever the steps. */
  private static final long BYTES_OF_A_CALL = 1000;

  @ParameterizedTest
  @CsvSource({"16, 2000", "400, 300"})
  void a_step_allocates_nothing_once_it_is_compiled(int width, int steps) {
    int rows = BATCH * 10_000;
    Samples samples = Clusters.of(rows, INPUTS, 3, 1, 1);
    List<Long> windows = new ArrayList<>();
    try (ComputeThreads threads = ComputeThreads.start(2);
        Training training = new Training(plan(width, rows), samples, null, threads)) {
      training.advance(1);
      while (windows.size() < MOST_WINDOWS
          && (windows.isEmpty() || windows.getLast() > BYTES_OF_A_CALL)) {
        long before = allocated();
        training.advance(steps);
        windows.add(allocated() - before);
      }
    }
    assertThat(windows.getLast())
        .as("bytes of %d steps, again and again: %s", steps, windows)
        .isLessThanOrEqualTo(BYTES_OF_A_CALL);
  }

  private static long allocated() {
    ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = 0;
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("compute-")) {
        bytes += Math.max(0, bean.getThreadAllocatedBytes(thread.threadId()));
      }
    }
    return bytes;
  }

  private static TrainingPlan plan(int width, int rows) {
    NetworkSpec network =
        new NetworkSpec(
            null,
            List.of(width, width),
            null,
            null,
            PerLayer.of(0.2),
            null,
            PerLayer.of(new NormalizationSpec.Batch(null, null, null)),
            null,
            null);
    TrainingSpec training =
        new TrainingSpec(
            1000,
            new BatchSize(BATCH),
            1L,
            new Optimizer.Adam(null, null, null, null),
            null,
            Optional.empty(),
            null,
            null,
            null,
            null,
            null,
            null,
            null);
    return TrainingPlan.of(
        network, training, new StatisticsSpec(0, 2, 2), INPUTS, List.of("a", "b", "c"), rows, 0);
  }
}
