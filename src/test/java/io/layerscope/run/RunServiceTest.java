package io.layerscope.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.ServiceTest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What the tests of runs over HTTP share. */
abstract class RunServiceTest extends ServiceTest {

  private static final HttpClient STREAMS =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Submits a run and gives it as it was answered. */
  JsonNode submit(String request) {
    HttpResponse<String> answer = post("/api/v1/runs", request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    JsonNode run = json(answer);
    assertThat(answer.headers().firstValue("Location"))
        .contains("/api/v1/runs/" + run.get("id").asString());
    return run;
  }

  JsonNode run(String id) {
    return json(get("/api/v1/runs/" + id));
  }

  HttpResponse<String> control(String id, String verb) {
    return post("/api/v1/runs/" + id + "/" + verb, "application/json", "");
  }

  /** Asks for something that is legal. */
  void ask(String id, String verb) {
    HttpResponse<String> answer = control(id, verb);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  /**
   * Follows a run's events until one that is wanted, by its name and its body.
   *
   * @return the event's id
   */
  long awaitEvent(String id, long after, BiPredicate<String, JsonNode> wanted) {
    var request = request("/api/v1/runs/" + id + "/events?after=" + after).build();
    try (Stream<String> lines = STREAMS.send(request, BodyHandlers.ofLines()).body()) {
      long sequence = after;
      String name = "";
      for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
        String line = each.next();
        if (line.startsWith("id:")) {
          sequence = Long.parseLong(line.substring(3));
        } else if (line.startsWith("event:")) {
          name = line.substring(6);
        } else if (line.startsWith("data:")
            && wanted.test(name, json.readTree(line.substring(5)))) {
          return sequence;
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("The run's events ended without the wanted one: " + run(id));
  }

  long awaitState(String id, long after, String state) {
    return awaitEvent(
        id,
        after,
        (name, body) -> name.equals("state") && body.get("state").asString().equals(state));
  }

  long awaitEpoch(String id, long after, int epoch) {
    return awaitEvent(
        id, after, (name, body) -> name.equals("epoch") && body.get("epoch").asInt() >= epoch);
  }
}
