package io.layerscope.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint whose file was torn is named, and the one before it is gone on from. */
class TornCheckpointIT {

  private static final String RUN =
      """
      {"dataset": "digits", "name": "%s", "model": {"widths": [128, 64], "dropout": 0.2},
       "training": {"epochs": 900, "seed": 5, "earlyStopping": null},
       "statistics": {"everyEpochs": 300, "probeRows": 64}}
      """;

  @TempDir private Path folder;

  @Test
  void a_torn_checkpoint_is_named_and_the_one_before_is_used() throws IOException {
    String torn;
    try (ServiceProcess service = ServiceProcess.start(folder)) {
      torn = service.submit(RUN.formatted("torn"));
      for (int epoch : List.of(1, 100)) {
        service.follow(torn, "epoch", body -> body.get("epoch").asInt() > epoch);
        service.json("/api/v1/runs/" + torn + "/pause", "", 202);
        awaitPaused(service, torn);
        if (epoch == 1) {
          service.json("/api/v1/runs/" + torn + "/resume", "", 202);
        }
      }
      service.stop();
    }
    List<Path> checkpoints = checkpoints();
    assertThat(checkpoints).hasSize(2);
    tear(checkpoints.getLast());
    try (ServiceProcess service = ServiceProcess.start(folder)) {
      service.json("/api/v1/runs/" + torn + "/resume", "", 202);
      service.follow(torn, "end");
      assertThat(service.output())
          .contains(checkpoints.getLast() + " of run " + torn + " is damaged");
      assertThat(service.json("/api/v1/runs/" + torn).get("state").asString())
          .isEqualTo("succeeded");
      service.follow(service.submit(RUN.formatted("whole")), "end");
      assertThat(hash(service, "torn")).isEqualTo(hash(service, "whole"));
      assertThat(checkpoints()).as("those of an ended run are removed").isEmpty();
    }
  }

  private static void awaitPaused(ServiceProcess service, String run) {
    int before = service.json("/api/v1/runs/" + run).get("attempt").asInt();
    service.follow(
        run,
        "state",
        body ->
            body.get("state").asString().equals("paused") && body.get("attempt").asInt() == before);
  }

  /** The files of checkpoints, by age: models' are tensor files too, but say so in their header. */
  private List<Path> checkpoints() throws IOException {
    try (var files = Files.walk(folder.resolve("blobs"))) {
      return files
          .filter(Files::isRegularFile)
          .filter(TornCheckpointIT::isCheckpoint)
          .sorted(Comparator.comparing(file -> file.toFile().lastModified()))
          .toList();
    }
  }

  private static boolean isCheckpoint(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(200), StandardCharsets.ISO_8859_1);
      return start.startsWith("LSTENSOR") && start.contains("\"attempt\":");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void tear(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() / 2);
    }
  }

  private static String hash(ServiceProcess service, String model) {
    return service.json("/api/v1/models/" + model + "/versions/1").get("sha256").asString();
  }
}
