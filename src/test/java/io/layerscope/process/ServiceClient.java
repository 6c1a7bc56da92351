package io.layerscope.process;

import io.layerscope.web.json.JsonSetup;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What a test says to a service. */
public abstract class ServiceClient {

  private static final Duration LONGEST_ANSWER = Duration.ofSeconds(120);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Where the service has this path. */
  public abstract URI uri(String path);

  /** What is thrown when an answer is not the wanted one. */
  AssertionError failure(String what) {
    return new AssertionError(what);
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  public HttpResponse<String> post(String path, String type, String body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", type)
            .POST(BodyPublishers.ofString(body)));
  }

  public HttpResponse<String> delete(String path) {
    return send(HttpRequest.newBuilder(uri(path)).DELETE());
  }

  /** The body of a GET that is answered with 200. */
  public JsonNode json(String path) {
    return json(get(path), 200);
  }

  /** The body of a POST of JSON that is answered with this status. */
  public JsonNode json(String path, String body, int status) {
    return json(post(path, "application/json", body), status);
  }

  /** The body of an answer that has this status. */
  public JsonNode json(HttpResponse<String> answer, int status) {
    if (answer.statusCode() != status) {
      throw failure(answer.request().uri() + ": " + answer.statusCode() + " " + answer.body());
    }
    return JsonSetup.mapper().readTree(answer.body());
  }

  /** Submits a run; gives its id. */
  public String submit(String request) {
    return json("/api/v1/runs", request, 202).get("id").asString();
  }

  /** Follows a run's events until one of this name; gives the ids of all that were read. */
  public List<String> follow(String run, String event) {
    return follow(run, event, body -> true);
  }

  /** Follows a run's events until one of this name with such a body; gives the ids of all. */
  public List<String> follow(String run, String event, Predicate<JsonNode> wanted) {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/api/v1/runs/" + run + "/events?after=0")).build();
    List<String> ids = new ArrayList<>();
    try (Stream<String> lines = CLIENT.send(request, BodyHandlers.ofLines()).body()) {
      String name = "";
      for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
        String line = each.next();
        if (line.startsWith("id:")) {
          ids.add(line.substring(3));
        } else if (line.startsWith("event:")) {
          name = line.substring(6);
        } else if (name.equals(event)
            && line.startsWith("data:")
            && wanted.test(JsonSetup.mapper().readTree(line.substring(5)))) {
          return ids;
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    throw failure("no event " + event + " among " + ids.size());
  }

  /** Sends any other request. */
  public HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, LONGEST_ANSWER);
  }

  /** Sends any other request, to be answered in this time. */
  public HttpResponse<String> send(HttpRequest.Builder request, Duration longest) {
    try {
      return CLIENT.send(request.timeout(longest).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
