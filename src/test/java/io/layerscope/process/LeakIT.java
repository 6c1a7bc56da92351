package io.layerscope.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that were created, trained and deleted leave nothing behind. With {@code -Dleaks=long} there
 * are 1,000 of them, after so many that the JVM has compiled what it will, and the bound is tight.
 */
class LeakIT {

  private static final boolean LONG = "long".equals(System.getProperty("leaks"));
  private static final int WARM_UP = LONG ? 500 : 60;
  private static final int RUNS = LONG ? 1000 : 30;
  private static final int SAMPLE_EVERY = LONG ? 25 : 5;

  /**
   * One matrix of this run has 4 MB, all of them 40: a leak of one shows above what the JVM's
   * compilers take and give back.
   */
  private static final String RUN =
      """
      {"dataset": "iris", "register": {"model": "leak"},
       "model": {"widths": [1024, 1024], "dropout": 0.2, "normalization": "batch"},
       "training": {"epochs": 1}}
      """;

  private static final double MOST_BYTES_PER_RUN = LONG ? 20e3 : 2.4e6;

  @TempDir private Path folder;

  @Test
  void runs_leave_memory_files_and_threads_where_they_were() {
    // The heap is resident from the start, or what a run lets lie until the next collection would
    // pass for a leak; what stays in it for good does not fit in.
    try (ServiceProcess service =
        ServiceProcess.start(folder, "-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch")) {
      for (int i = 0; i < WARM_UP; i++) {
        trainAndDelete(service);
      }
      List<Footprint> samples = new ArrayList<>();
      for (int i = 0; i <= RUNS; i++) {
        if (i % SAMPLE_EVERY == 0) {
          samples.add(Footprint.of(service.pid(), i));
        }
        trainAndDelete(service);
      }
      System.out.println(
          "LeakIT: %s ... %s, %.0f bytes a run"
              .formatted(
                  samples.getFirst(),
                  samples.getLast(),
                  Footprint.slope(samples, Footprint::residentBytes)));
      assertThat(Footprint.slope(samples, Footprint::residentBytes))
          .as(samples.toString())
          .isLessThan(MOST_BYTES_PER_RUN);
      // Connections and virtual threads' carriers come and go; what leaks grows with the runs.
      assertThat(Footprint.slope(samples, Footprint::files) * RUNS)
          .as(samples.toString())
          .isLessThan(5);
      assertThat(Footprint.slope(samples, Footprint::threads) * RUNS)
          .as(samples.toString())
          .isLessThan(5);
    }
  }

  private static void trainAndDelete(ServiceProcess service) {
    String run = service.submit(RUN);
    service.follow(run, "end");
    assertThat(service.json("/api/v1/runs/" + run).get("state").asString()).isEqualTo("succeeded");
    assertThat(service.delete("/api/v1/runs/" + run).statusCode()).isEqualTo(204);
  }
}
