package io.layerscope.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that ask for all the memory of a service that has 1 GB: it refuses them, and lives. */
class HostileRequestsIT {

  private static final long MOST_RESIDENT = 1L << 30;
  private static final String DATASETS = "/api/v1/datasets";
  private static final String RUNS = "/api/v1/runs";
  private static final String THEORY = "/api/v1/theory/normalization";
  private static final String JSON = "application/json";
  private static final String BYTES = "application/octet-stream";
  private static final String SAFETENSORS = "\u00ff\u00ff\u00ff\u0000\u0000\u0000\u0000\u0000{";
  private static final int LONGEST_WAIT_MILLIS = 60_000;
  private static final List<Integer> REFUSALS = List.of(0, 400, 404, 413, 422, 429, 503, 507);

  @TempDir private Path folder;

  /** Sends a request and gives the status; 0 when the service has hung up on a body. */
  private interface Hostile {
    int send() throws IOException;
  }

  @Test
  void a_process_of_1_gb_outlives_requests_for_more() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.start(
            folder,
            "-Xmx384m",
            "-XX:MaxMetaspaceSize=192m",
            "-XX:ReservedCodeCacheSize=96m",
            "--layerscope.runs.memory=192MB",
            "--layerscope.models.memory=64MB")) {
      String before = service.json(DATASETS + "/iris").toString();
      List<Hostile> all = hostile(service);
      List<Future<Integer>> answers = new ArrayList<>();
      try (ExecutorService clients = Executors.newFixedThreadPool(16)) {
        for (Hostile request : all) {
          answers.add(clients.submit(request::send));
        }
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
        assertThat(answer.get()).as(service.output()).isIn(REFUSALS);
      }
      long peak = peak(service.pid());
      System.out.printf("HostileRequestsIT: %s, at most %d MB resident%n", statuses, peak >> 20);
      assertThat(service.isAlive()).isTrue();
      assertThat(peak).isLessThan(MOST_RESIDENT);
      assertThat(service.json(DATASETS + "/iris").toString()).isEqualTo(before);
      String run =
          service.submit("{\"dataset\": \"iris\", \"training\": {\"epochs\": 3, \"seed\": 1}}");
      service.follow(run, "end");
      assertThat(service.json(RUNS + "/" + run).get("state").asString()).isEqualTo("succeeded");
    }
  }

  private static List<Hostile> hostile(ServiceProcess service) throws IOException {
    byte[] zeros = bomb("0,".repeat(1000).getBytes(StandardCharsets.US_ASCII), 50_000);
    String model = "/api/v1/models/none";
    List<Hostile> each =
        List.of(
            json(service, RUNS, run("[65536, 65536]", "32")),
            json(service, RUNS, run("[60000]", "\"full\"")),
            json(service, RUNS, run("[4096, 4096, 4096, 4096]", "32")),
            json(service, DATASETS, generator(1_000_000, 20)),
            json(service, DATASETS, generator(20_000, 1000)),
            () -> upload(service, DATASETS, "text/csv", new ByteArrayInputStream(zeros)),
            () -> upload(service, DATASETS, JSON, endless("{\"name\": [", "[],")),
            () -> upload(service, DATASETS, JSON, endless("{\"rows\": [[", "{\"a\":")),
            () -> upload(service, RUNS, JSON, endless("{\"dataset\": \"", "aaaaaaaa")),
            () -> upload(service, RUNS, JSON, endless("{\"model\": {\"widths\": [", "1,")),
            () -> upload(service, THEORY, JSON, endless("{\"y\": [", "[1],")),
            () -> upload(service, model + "/gradients", JSON, endless("{\"rows\": [", "[],")),
            () -> upload(service, model + "/versions", BYTES, endless(SAFETENSORS, "\"")));
    List<Hostile> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      all.addAll(each);
    }
    return all;
  }

  private static Hostile json(ServiceProcess service, String path, String body) {
    return () -> {
      HttpResponse<String> answer = service.post(path, JSON, body);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .isEqualTo("application/problem+json");
      return answer.statusCode();
    };
  }

  private static String run(String widths, String batchSize) {
    return "{\"dataset\": \"digits\", \"model\": {\"widths\": %s}, \"training\": {\"batchSize\": %s}}"
        .formatted(widths, batchSize);
  }

  private static String generator(int samples, int features) {
    return "{\"generator\": {\"kind\": \"blobs\", \"samples\": %d, \"features\": %d}}"
        .formatted(samples, features);
  }

  /** By hand, since a client library may wait for ever when it is refused while it sends. */
  private static int upload(ServiceProcess service, String path, String type, InputStream body)
      throws IOException {
    try (Socket socket = new Socket("127.0.0.1", service.port())) {
      socket.setSoTimeout(LONGEST_WAIT_MILLIS);
      OutputStream out = socket.getOutputStream();
      String head =
          "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nConnection: close\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n";
      out.write(head.formatted(path, type).getBytes(StandardCharsets.US_ASCII));
      try {
        byte[] block = new byte[1 << 16];
        for (int read = body.read(block); read > 0; read = body.read(block)) {
          out.write((Integer.toHexString(read) + "\r\n").getBytes(StandardCharsets.US_ASCII));
          out.write(block, 0, read);
          out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      } catch (SocketException hungUp) {
        // It has been answered before its end; the answer may still be there.
      }
      return status(socket.getInputStream());
    }
  }

  private static int status(InputStream answer) throws IOException {
    try {
      byte[] line = answer.readNBytes("HTTP/1.1 413".length());
      return line.length < 12
          ? 0
          : Integer.parseInt(new String(line, 9, 3, StandardCharsets.US_ASCII));
    } catch (SocketException hungUp) {
      return 0;
    }
  }

  /** A body of 20 MB that says the same again and again, and does not end as it should. */
  private static InputStream endless(String begin, String again) {
    byte[] block = again.repeat(1 << 12).getBytes(StandardCharsets.ISO_8859_1);
    List<InputStream> parts = new ArrayList<>();
    parts.add(new ByteArrayInputStream(begin.getBytes(StandardCharsets.ISO_8859_1)));
    for (int i = 0; i * block.length < 20 << 20; i++) {
      parts.add(new ByteArrayInputStream(block));
    }
    return new SequenceInputStream(Collections.enumeration(parts));
  }

  /** A file of some kilobytes that unpacks to many megabytes. */
  private static byte[] bomb(byte[] block, int blocks) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      for (int i = 0; i < blocks; i++) {
        out.write(block);
      }
    }
    return packed.toByteArray();
  }

  /** The most memory that the process has had in use at once. */
  private static long peak(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
