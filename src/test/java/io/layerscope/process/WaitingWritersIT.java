package io.layerscope.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite has one writer at a time: those who wait for it keep nobody else waiting. */
class WaitingWritersIT {

  private static final int WRITERS = 20;
  private static final int READS = 100;
  private static final Duration LONGEST_READ = Duration.ofSeconds(5);
  private static final Pattern ACTIVE =
      Pattern.compile("(?m)^http_server_requests_active_seconds_gcount\\{.*} (\\d+)");

  @Test
  void who_reads_is_answered_while_writers_wait(@TempDir Path folder) throws SQLException {
    try (ServiceProcess service = ServiceProcess.start(folder);
        HttpClient client = HttpClient.newHttpClient();
        Connection other =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("layerscope.db"));
        Statement statement = other.createStatement()) {
      statement.execute("begin immediate");
      List<CompletableFuture<HttpResponse<String>>> runs = send(client, run(service));
      List<CompletableFuture<HttpResponse<String>>> audited = send(client, refused(service));
      while (active(service) < 2 * WRITERS) {
        Thread.onSpinWait();
      }
      for (int i = 0; i < READS; i++) {
        assertThat(read(service, "/api/v1/runs")).isEqualTo(200);
        assertThat(read(service, "/api/v1/datasets/iris")).isEqualTo(200);
      }
      assertThat(runs).noneMatch(CompletableFuture::isDone);
      statement.execute("rollback");
      assertThat(runs).allMatch(answer -> answer.join().statusCode() == 202);
      assertThat(audited).allMatch(answer -> answer.join().statusCode() == 404);
      assertThat(service.output()).doesNotContain("is not in the audit log");
    }
  }

  private static List<CompletableFuture<HttpResponse<String>>> send(
      HttpClient client, HttpRequest request) {
    return IntStream.range(0, WRITERS)
        .mapToObj(_ -> client.sendAsync(request, BodyHandlers.ofString()))
        .toList();
  }

  /** Writes the run and its job in a transaction. */
  private static HttpRequest run(ServiceProcess service) {
    String run =
        """
        {"dataset": "iris", "model": {"widths": [4]}, "training": {"epochs": 1}}
        """;
    return HttpRequest.newBuilder(service.uri("/api/v1/runs"))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(run))
        .build();
  }

  /** Writes a line of the audit log, outside of a transaction. */
  private static HttpRequest refused(ServiceProcess service) {
    return HttpRequest.newBuilder(service.uri("/api/v1/datasets/none")).DELETE().build();
  }

  private static int read(ServiceProcess service, String path) {
    return service.send(HttpRequest.newBuilder(service.uri(path)), LONGEST_READ).statusCode();
  }

  /** Requests that are being answered. */
  private static int active(ServiceProcess service) {
    HttpRequest.Builder metrics = HttpRequest.newBuilder(service.uri("/actuator/prometheus"));
    Matcher matcher = ACTIVE.matcher(service.send(metrics, LONGEST_READ).body());
    return matcher.results().mapToInt(result -> Integer.parseInt(result.group(1))).sum();
  }
}
