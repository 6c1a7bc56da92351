package io.layerscope.nn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.layerscope.nn.array.ComputeThreads;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Steps leave nothing to the garbage collector. In the JVM of the *IT, where nothing else has
 * trained before and told the compiler of other kernels.
 */
class AllocationIT {

  private static final int INPUTS = 20;

  /** Until a step is compiled it makes an object of each vector. */
  private static final int MOST_WINDOWS = 60;

  /** One call of {@code advance} and its answer, whatever the steps. */
  private static final long BYTES_OF_A_CALL = 1000;

  @ParameterizedTest
  @CsvSource({"16, 2000", "400, 300"})
  void a_step_allocates_nothing_once_it_is_compiled(int width, int steps) {
    int rows = EndlessPlan.BATCH * 10_000;
    Samples samples = Clusters.of(rows, INPUTS, 3, 1, 1);
    List<Long> windows = new ArrayList<>();
    try (ComputeThreads threads = ComputeThreads.start(2);
        Training training =
            new Training(EndlessPlan.of(INPUTS, width, rows), samples, null, threads)) {
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
}
