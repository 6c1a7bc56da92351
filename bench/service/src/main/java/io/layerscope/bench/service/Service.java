package io.layerscope.bench.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The service in a process of its own, with a new data folder, and what is said to it. */
final class Service implements AutoCloseable {

  private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Process process;
  private final Path folder;
  private final int port;

  private Service(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /**
   * Starts it as {@code BENCH_SERVICE} says, and waits until it is ready.
   *
   * @param before words before its command, such as {@code taskset -c 0}
   */
  static Service start(Path place, String... before) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(place, "service-");
    List<String> command = new ArrayList<>(List.of(before));
    command.addAll(List.of(System.getenv("BENCH_SERVICE").split(" ")));
    command.addAll(List.of("--server.port=0", "--layerscope.data=" + folder));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    BufferedReader output = process.inputReader();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher started = PORT.matcher(line);
      if (started.find()) {
        Service service = new Service(process, folder, Integer.parseInt(started.group(1)));
        Thread.ofPlatform().daemon().start(() -> drain(output));
        while (service.get("/actuator/health/readiness").statusCode() != 200) {
          Thread.onSpinWait();
        }
        return service;
      }
    }
    throw new IOException("The service does not start: " + command);
  }

  private static void drain(BufferedReader output) {
    try (output) {
      output.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // The process has ended.
    }
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  /** The body of an answer that is a success. */
  JsonNode json(String path) throws IOException, InterruptedException {
    return success(get(path));
  }

  JsonNode post(String path, String type, BodyPublisher body)
      throws IOException, InterruptedException {
    return success(
        client.send(
            request(path).header("Content-Type", type).POST(body).build(),
            BodyHandlers.ofString()));
  }

  JsonNode post(String path, String json) throws IOException, InterruptedException {
    return post(path, "application/json", BodyPublishers.ofString(json));
  }

  void delete(String path) throws IOException, InterruptedException {
    client.send(request(path).DELETE().build(), BodyHandlers.discarding());
  }

  /** Waits until a run's events end. */
  void awaitEnd(String run) throws IOException, InterruptedException {
    try (Stream<String> events =
        client
            .send(
                request("/api/v1/runs/" + run + "/events?after=0").build(), BodyHandlers.ofLines())
            .body()) {
      events.anyMatch("event:end"::equals);
    }
  }

  /** The clock at each epoch's event of a run, in nanoseconds. */
  List<Long> epochTimes(String run) throws IOException, InterruptedException {
    List<Long> times = new ArrayList<>();
    try (Stream<String> events =
        client
            .send(
                request("/api/v1/runs/" + run + "/events?after=0").build(), BodyHandlers.ofLines())
            .body()) {
      events.filter("event:epoch"::equals).forEach(_ -> times.add(System.nanoTime()));
    }
    return times;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
  }

  private static JsonNode success(HttpResponse<String> answer) throws IOException {
    if (answer.statusCode() >= 300) {
      throw new IOException(answer.uri() + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  @Override
  public void close() throws IOException, InterruptedException {
    client.close();
    process.destroy();
    process.waitFor();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
