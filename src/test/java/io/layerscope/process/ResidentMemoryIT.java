package io.layerscope.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The smallest training for hundreds of thousands of steps, for a million with {@code
 * -Dleaks=long}, in a process of its own whose heap is all taken from the start.
 */
class ResidentMemoryIT {

  private static final boolean LONG = "long".equals(System.getProperty("leaks"));
  private static final int EVERY = 20_000;
  private static final int WARM_UP = 5;
  private static final int LINES = LONG ? 55 : 15;

  private static final double MOST_BYTES_PER_STEP = 10;

  @Test
  void steps_leave_memory_files_and_threads_where_they_were()
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(System.getProperty("layerscope.jvm").split(" ")));
    command.addAll(List.of("-Xms64m", "-Xmx64m", "-XX:+AlwaysPreTouch"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SmallestTraining.class.getName());
    command.addAll(List.of(String.valueOf(EVERY), String.valueOf(LINES)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<Footprint> samples = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    try (BufferedReader output = process.inputReader();
        OutputStream orders = process.getOutputStream()) {
      for (int line = 0; line <= LINES; line++) {
        String told = output.readLine();
        assertThat(told).as(lines.toString()).isNotNull();
        lines.add(told);
        if (line >= WARM_UP) {
          samples.add(Footprint.of(process.pid(), line * EVERY));
        }
        orders.write('\n');
        orders.flush();
      }
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
    System.out.println(
        "ResidentMemoryIT: %s ... %s, %.2f bytes a step; %s ... %s"
            .formatted(
                samples.getFirst(),
                samples.getLast(),
                Footprint.slope(samples, Footprint::residentBytes),
                lines.get(WARM_UP),
                lines.getLast()));
    assertThat(Footprint.slope(samples, Footprint::residentBytes))
        .as(samples.toString())
        .isLessThan(MOST_BYTES_PER_STEP);
    assertThat(samples.getLast().files()).isEqualTo(samples.getFirst().files());
    // The JVM adds compiler threads when there is much to compile.
    assertThat(samples.getLast().threads()).isLessThan(samples.getFirst().threads() + 5);
  }
}
