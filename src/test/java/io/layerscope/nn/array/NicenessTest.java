package io.layerscope.nn.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class NicenessTest {

  /** Its place in {@code /proc/thread-self/stat} behind the name, which may hold blanks. */
  private static final int NICE = 16;

  @Test
  void what_computes_gives_way_and_what_waits_for_it_does_not() throws IOException {
    int before = niceness();
    try (ComputeThreads threads = ComputeThreads.start(1)) {
      int computing = threads.call(NicenessTest::niceness);
      assertThat(computing).isGreaterThanOrEqualTo(Niceness.COMPUTE);
    }
    assertThat(niceness()).isEqualTo(before);
  }

  private static int niceness() throws IOException {
    String stat = Files.readString(Path.of("/proc/thread-self/stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
  }
}
