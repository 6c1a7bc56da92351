package io.layerscope.process;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchService;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An upload arrives whole or leaves nothing. */
class UploadIT {

  private static final String DATASETS = "/api/v1/datasets";
  private static final int ROWS = 60_000;
  private static final long LONGEST_WAIT_SECONDS = 60;

  @TempDir private Path folder;

  @Test
  void simultaneous_uploads_both_arrive_whole_and_one_that_its_client_cuts_leaves_nothing()
      throws IOException, InterruptedException {
    try (ServiceProcess service = ServiceProcess.start(folder)) {
      CyclicBarrier middle = new CyclicBarrier(2);
      List<String> bodies = List.of(csv("a"), csv("b"));
      List<JsonNode> together;
      try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
        together =
            clients
                .invokeAll(
                    bodies.stream()
                        .map(csv -> (Callable<JsonNode>) () -> meet(service, csv, middle))
                        .toList())
                .stream()
                .map(Future::resultNow)
                .toList();
      }
      List<JsonNode> alone =
          bodies.stream().map(csv -> service.json(upload(service, csv), 201)).toList();
      for (int i = 0; i < bodies.size(); i++) {
        assertThat(together.get(i).get("rows").asInt()).isEqualTo(ROWS);
        assertThat(together.get(i).get("sha256")).isEqualTo(alone.get(i).get("sha256"));
      }
      assertThat(together.get(0).get("sha256")).isNotEqualTo(together.get(1).get("sha256"));

      JsonNode before = service.json(DATASETS);
      List<Path> files = files();
      Socket half = half(service);
      try (WatchService gone = watch(ENTRY_DELETE)) {
        half.setSoLinger(true, 0);
        half.close();
        await(gone);
      }
      assertThat(service.json(DATASETS)).isEqualTo(before);
      assertThat(files()).isEqualTo(files);
    }
  }

  @Test
  void an_upload_that_a_crash_cuts_leaves_nothing_and_a_full_disk_takes_nothing_in()
      throws IOException, InterruptedException {
    JsonNode before;
    List<Path> blobs;
    try (ServiceProcess service = ServiceProcess.start(folder)) {
      service.json(upload(service, "x,label\n1,a\n2,b\n"), 201);
      before = service.json(DATASETS);
      blobs = files();
      try (Socket half = half(service)) {
        assertThat(half.isConnected()).isTrue();
        service.kill();
      }
      assertThat(files()).hasSizeGreaterThan(blobs.size());
    }
    try (ServiceProcess service = ServiceProcess.start(folder, "--layerscope.reserve=1000000TB")) {
      assertThat(service.json(DATASETS)).isEqualTo(before);
      assertThat(files()).isEqualTo(blobs);
      full(service, upload(service, "x,label\n1,a\n2,b\n3,a\n"));
      String form =
          "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n"
              + csv("form")
              + "\r\n--limit--\r\n";
      full(service, service.post(DATASETS, "multipart/form-data; boundary=limit", form));
      String moons = "{\"name\": \"m\", \"generator\": {\"kind\": \"moons\", \"samples\": 20}}";
      full(service, service.post(DATASETS, "application/json", moons));
      full(service, service.post("/api/v1/runs", "application/json", "{\"dataset\": \"iris\"}"));
      assertThat(service.json(DATASETS)).isEqualTo(before);
      assertThat(service.json("/api/v1/runs").get("items")).isEmpty();
      assertThat(files()).isEqualTo(blobs);
    }
  }

  private static void full(ServiceProcess service, HttpResponse<String> answer) {
    assertThat(service.json(answer, 507).get("code").asString()).isEqualTo("insufficient-storage");
  }

  private static HttpResponse<String> upload(ServiceProcess service, String csv) {
    return service.post(DATASETS, "text/csv", csv);
  }

  /** Uploads, and goes on from the middle when the other has come there. */
  private static JsonNode meet(ServiceProcess service, String csv, CyclicBarrier middle) {
    byte[] bytes = csv.getBytes(StandardCharsets.UTF_8);
    int half = bytes.length / 2;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(service.uri(DATASETS))
            .header("Content-Type", "text/csv")
            .POST(
                BodyPublishers.ofInputStream(
                    () ->
                        new SequenceInputStream(
                            Collections.enumeration(
                                List.of(
                                    new ByteArrayInputStream(bytes, 0, half),
                                    new Meeting(middle),
                                    new ByteArrayInputStream(bytes, half, bytes.length - half))))));
    return service.json(service.send(request), 201);
  }

  /** Has no bytes, and says so when everyone has come. */
  private static final class Meeting extends InputStream {

    private final CyclicBarrier middle;

    private Meeting(CyclicBarrier middle) {
      this.middle = middle;
    }

    @Override
    public int read() throws IOException {
      try {
        middle.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
        return -1;
      } catch (BrokenBarrierException | TimeoutException e) {
        throw new IOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  /** Sends half of a body, and waits until the service has begun to keep it. */
  private Socket half(ServiceProcess service) throws IOException, InterruptedException {
    byte[] body = csv("half").getBytes(StandardCharsets.UTF_8);
    try (WatchService begun = watch(ENTRY_CREATE)) {
      Socket socket = new Socket("127.0.0.1", service.port());
      String head =
          "POST "
              + DATASETS
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/csv\r\nContent-Length: "
              + body.length
              + "\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body, 0, body.length / 2);
      socket.getOutputStream().flush();
      await(begun);
      return socket;
    }
  }

  /** Watches what the process keeps for a while, in a folder of its own. */
  private WatchService watch(WatchEvent.Kind<Path> event) throws IOException {
    WatchService watch = folder.getFileSystem().newWatchService();
    try (Stream<Path> processes = Files.list(folder.resolve("tmp"))) {
      for (Path process : processes.toList()) {
        process.register(watch, event);
      }
    }
    return watch;
  }

  private static void await(WatchService watch) throws InterruptedException {
    assertThat(watch.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)).isNotNull();
  }

  /** Everything in the data folder that is not the database's own and no process' lock. */
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("layerscope.db"))
          .filter(file -> !file.getFileName().toString().equals("lock"))
          .sorted()
          .toList();
    }
  }

  private static String csv(String label) {
    StringBuilder csv = new StringBuilder("x,y,label\n");
    for (int i = 0; i < ROWS; i++) {
      csv.append(i * 0.37).append(',').append(i % 7).append(',');
      csv.append(i % 2 == 0 ? label : "other").append('\n');
    }
    return csv.toString();
  }
}
