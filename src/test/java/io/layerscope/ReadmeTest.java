package io.layerscope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README tells a newcomer to paste works. */
class ReadmeTest extends ServiceTest {

  private static final long LONGEST_SECONDS = 120;

  @Test
  void its_lines_lead_from_a_csv_to_predictions(@TempDir Path folder)
      throws IOException, InterruptedException {
    String readme = Files.readString(Path.of("README.md"));
    int begin = readme.indexOf("```bash\n") + "```bash\n".length();
    String script = readme.substring(begin, readme.indexOf("```", begin));
    assertThat(script.lines().count()).isLessThanOrEqualTo(20);
    Path output = folder.resolve("output");
    Process bash =
        new ProcessBuilder(
                "bash", "-e", "-c", script.replace("http://127.0.0.1:8080", uri("").toString()))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertThat(bash.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
    String printed = Files.readString(output);
    assertThat(bash.exitValue()).as(printed).isZero();
    assertThat(printed)
        .contains("event:end")
        .contains("epoch,trainLoss,trainAccuracy")
        .contains("\"label\":\"setosa\"")
        .contains("\"label\":\"versicolor\"");
  }
}
