package io.layerscope;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A test against the whole service on a port of its own; all such tests share one service. The
 * build runs them on each database.
 */
@Tag("database")
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class ServiceTest {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Path DATA = TemporaryFolder.make("layerscope-test");
  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(300);

  private static final String PROBLEM = "application/problem+json";

  private static @Nullable Contract contract;

  @LocalServerPort private int port;
  @Autowired protected JsonMapper json;

  @DynamicPropertySource
  static void data(DynamicPropertyRegistry properties) {
    properties.add("layerscope.data", DATA::toString);
    TestDatabase.fresh().forEach((name, value) -> properties.add(name, () -> value));
  }

  protected URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /** A request below the base path that a test may add to. */
  protected HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(uri(path)).timeout(LONGEST_ANSWER);
  }

  /** Sends a request; an answer that is a problem has to be one that the operation documents. */
  protected HttpResponse<String> send(HttpRequest request) {
    HttpResponse<String> answer = exchange(request);
    if (answer.headers().firstValue("Content-Type").orElse("").equals(PROBLEM)) {
      if (contract == null) {
        contract = new Contract(json(exchange(request("/v3/api-docs").build())));
      }
      contract.check(request, answer, json(answer));
    }
    return answer;
  }

  private static HttpResponse<String> exchange(HttpRequest request) {
    // A request's own time-out ends with the answer's head; a stream that does not end is a
    // failure.
    return CLIENT
        .sendAsync(request, BodyHandlers.ofString())
        .orTimeout(LONGEST_ANSWER.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  public HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  protected HttpResponse<String> post(String path, String body) {
    return post(path, "application/json", body);
  }

  protected HttpResponse<String> post(String path, String type, String body) {
    return send(
        request(path).header("Content-Type", type).POST(BodyPublishers.ofString(body)).build());
  }

  protected HttpResponse<String> post(String path, String type, Path body) {
    try {
      return send(
          request(path).header("Content-Type", type).POST(BodyPublishers.ofFile(body)).build());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  protected HttpResponse<String> put(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body))
            .build());
  }

  protected HttpResponse<String> delete(String path) {
    return send(request(path).DELETE().build());
  }

  public JsonNode json(HttpResponse<String> response) {
    return json.readTree(response.body());
  }

  /** Follows a run's events until it has ended, and gives it as it then is. */
  public JsonNode awaitRun(String id) {
    HttpResponse<String> events = get("/api/v1/runs/" + id + "/events");
    if (events.statusCode() != 200 || !events.body().contains("event:end")) {
      throw new AssertionError("The run's events did not end: " + events.body());
    }
    return json(get("/api/v1/runs/" + id));
  }
}
