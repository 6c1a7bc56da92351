package io.layerscope.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service whose data folder is a small file system of its own, filled to the last byte. */
class FullDiskIT {

  private static final String RUN =
      """
      {"dataset": "digits", "name": "%s",
       "model": {"widths": [64, 32], "dropout": 0.2},
       "training": {"epochs": %d, "seed": 5, "earlyStopping": null},
       "statistics": {"everyEpochs": 500, "probeRows": 64}}
      """;

  @TempDir private Path folder;

  @Test
  void a_full_disk_is_answered_with_507_and_a_run_waits_and_goes_on() throws IOException {
    requireNamespaces();
    try (ServiceProcess service = startOnOwnDisk()) {
      String run = service.submit(RUN.formatted("waits", 1_000_000));
      service.follow(run, "epoch");
      Path filler = Path.of("/proc/" + service.pid() + "/root" + folder, "filler");
      fill(filler);
      service.awaitOutput("waits for room on the disk");
      refused(service.post("/api/v1/datasets?name=mine", "text/csv", "x,label\n1,a\n2,b\n"));
      refused(service.post("/api/v1/runs", "application/json", RUN.formatted("more", 3)));
      assertThat(service.json("/api/v1/runs/" + run).get("state").asString()).isEqualTo("running");
      assertThat(service.get("/api/v1/datasets/digits/rows?limit=5").statusCode()).isEqualTo(200);

      Files.delete(filler);
      int before = service.json("/api/v1/runs/" + run).get("progress").get("epoch").asInt();
      service.follow(run, "epoch", body -> body.get("epoch").asInt() > before);
      service.json("/api/v1/runs/" + run + "/stop", "", 202);
      service.follow(run, "end");
      assertThat(service.json("/api/v1/runs/" + run).get("state").asString()).isEqualTo("stopped");
      assertThat(
              service
                  .post("/api/v1/datasets?name=mine", "text/csv", "x,label\n1,a\n2,b\n3,a\n")
                  .statusCode())
          .isEqualTo(201);
    }
  }

  @Test
  void a_run_whose_model_has_no_room_waits_and_succeeds_when_there_is_some() throws IOException {
    requireNamespaces();
    try (ServiceProcess service = startOnOwnDisk()) {
      String whole = service.submit(RUN.formatted("whole", 400));
      service.follow(whole, "end");
      String run = service.submit(RUN.formatted("waits", 400));
      service.follow(run, "epoch");
      Path filler = Path.of("/proc/" + service.pid() + "/root" + folder, "filler");
      fill(filler);
      service.awaitOutput("waits for room on the disk");
      Files.delete(filler);
      service.follow(run, "end");
      assertThat(service.json("/api/v1/runs/" + run).get("state").asString())
          .isEqualTo("succeeded");
      assertThat(hash(service, "waits")).isEqualTo(hash(service, "whole"));
    }
  }

  private ServiceProcess startOnOwnDisk() {
    String mount = "mount -t tmpfs -o size=120m tmpfs '" + folder + "' && exec \"$@\"";
    List<String> by = List.of("unshare", "--map-root-user", "--mount", "sh", "-c", mount, "sh");
    ServiceProcess service = ServiceProcess.launchBy(by, folder, "--layerscope.reserve=16MB");
    service.awaitReady();
    return service;
  }

  private static void refused(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(507);
    assertThat(answer.body()).contains("insufficient-storage");
  }

  private static String hash(ServiceProcess service, String model) {
    return service.json("/api/v1/models/" + model + "/versions/1").get("sha256").asString();
  }

  /** Writes until there is no room for another byte. */
  private static void fill(Path file) throws IOException {
    byte[] block = new byte[1 << 16];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int size = block.length; size > 0; ) {
        try {
          out.write(block, 0, size);
        } catch (IOException full) {
          size /= 2;
        }
      }
    }
  }

  /** Where the system gives none, the test is skipped; but not where the build is checked. */
  private static void requireNamespaces() throws IOException {
    boolean given;
    try {
      given =
          new ProcessBuilder("unshare", "--map-root-user", "--mount", "true").start().waitFor()
              == 0;
    } catch (IOException e) {
      given = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      given = false;
    }
    if (!given) {
      System.err.println("SKIPPED: a full disk is not tested, since there are no user namespaces");
      assertThat(System.getenv("CI")).as("user namespaces are needed here").isNotEqualTo("true");
    }
    assumeTrue(given);
  }
}
