package io.layerscope.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.Layerscope;
import io.layerscope.web.json.JsonSetup;
import java.io.IOException;
import java.net.URI;
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
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** A run is taken up where it was when the service ends and starts again on the same folder. */
class RunRestartTest {

  private static final String REQUEST =
      """
      {"dataset": "digits", "name": "%s",
       "model": {"widths": [128, 32], "dropout": 0.2,
                 "normalization": ["batch", {"kind": "whitening", "groupSize": 8}]},
       "training": {"epochs": 400, "seed": 5, "earlyStopping": null},
       "statistics": {"everyEpochs": 100, "probeRows": 64}}
      """;

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void an_interrupted_run_goes_on_and_ends_with_the_same_bits(@TempDir Path folder) {
    String whole;
    String interrupted;
    String predicted;
    List<String> seen;
    try (ConfigurableApplicationContext service = start(folder)) {
      whole = submit(service, "whole");
      follow(service, whole, 0, "end");
      predicted = predict(service, "whole");
      interrupted = submit(service, "interrupted");
      follow(service, interrupted, 0, "epoch");
    }
    try (ConfigurableApplicationContext service = start(folder)) {
      seen = follow(service, interrupted, 0, "end");
      JsonNode run = get(service, "/api/v1/runs/" + interrupted);
      assertThat(run.get("state").asString()).as(run.toString()).isEqualTo("succeeded");
      assertThat(run.get("attempt").asInt()).isEqualTo(2);
      assertThat(hash(service, "interrupted")).isEqualTo(hash(service, "whole"));
      assertThat(predict(service, "whole")).isEqualTo(predicted);
      assertThat(predict(service, "interrupted")).isEqualTo(predicted);
      assertThat(curves(service, interrupted)).isEqualTo(curves(service, whole));
    }
    for (int i = 0; i < seen.size(); i++) {
      assertThat(seen.get(i)).isEqualTo(String.valueOf(i + 1));
    }
  }

  @Test
  void a_lost_attempt_is_taken_up_from_its_checkpoint(@TempDir Path folder) throws SQLException {
    String whole;
    String lost;
    try (ConfigurableApplicationContext service = start(folder)) {
      whole = submit(service, "whole");
      follow(service, whole, 0, "end");
      lost = submit(service, "lost");
      follow(service, lost, 0, "epoch");
    }
    asIfKilled(folder, lost);
    try (ConfigurableApplicationContext service = start(folder)) {
      follow(service, lost, 0, "end");
      JsonNode run = get(service, "/api/v1/runs/" + lost);
      assertThat(run.get("state").asString()).as(run.toString()).isEqualTo("succeeded");
      assertThat(hash(service, "lost")).isEqualTo(hash(service, "whole"));
      assertThat(curves(service, lost)).isEqualTo(curves(service, whole));
    }
  }

  /** Leaves in the database what a process leaves that was killed at work. */
  private static void asIfKilled(Path folder, String run) throws SQLException {
    try (Connection database =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("layerscope.db"));
        Statement statement = database.createStatement()) {
      assertThat(
              statement.executeUpdate(
                  "update run set state = 'running' where state = 'queued' and id = '" + run + "'"))
          .isEqualTo(1);
      assertThat(
              statement.executeUpdate(
                  "update scheduled_tasks set picked = 1, picked_by = 'gone', last_heartbeat ="
                      + " execution_time + 3600000 where task_name = 'run'"))
          .isEqualTo(1);
    }
  }

  private static ConfigurableApplicationContext start(Path folder) {
    return new SpringApplicationBuilder(Layerscope.class)
        .run("--layerscope.data=" + folder, "--server.port=0");
  }

  private String submit(ConfigurableApplicationContext service, String name) {
    HttpRequest request =
        HttpRequest.newBuilder(uri(service, "/api/v1/runs"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(REQUEST.formatted(name)))
            .build();
    HttpResponse<String> answer = send(request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return JsonSetup.mapper().readTree(answer.body()).get("id").asString();
  }

  /** Reads a run's events until one of this name; gives the ids of all that were read. */
  private List<String> follow(
      ConfigurableApplicationContext service, String run, long after, String name) {
    URI events = uri(service, "/api/v1/runs/" + run + "/events?after=" + after);
    List<String> ids = new java.util.ArrayList<>();
    try (Stream<String> lines =
        client.send(HttpRequest.newBuilder(events).build(), BodyHandlers.ofLines()).body()) {
      for (var each = lines.iterator(); each.hasNext(); ) {
        String line = each.next();
        if (line.startsWith("id:")) {
          ids.add(line.substring(3));
        } else if (line.equals("event:" + name)) {
          return ids;
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new AssertionError("no event " + name + " among " + ids);
  }

  private String predict(ConfigurableApplicationContext service, String model) {
    HttpRequest request =
        HttpRequest.newBuilder(uri(service, "/api/v1/models/" + model + "/predictions"))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"rows\": [" + row("7") + ", " + row("0") + ", " + row("null") + "]}"))
            .build();
    HttpResponse<String> answer = send(request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonSetup.mapper().readTree(answer.body()).get("predictions").toString();
  }

  private static String row(String pixel) {
    return "[" + String.join(", ", Collections.nCopies(64, pixel)) + "]";
  }

  private String hash(ConfigurableApplicationContext service, String model) {
    return get(service, "/api/v1/models/" + model + "/versions/1").get("sha256").asString();
  }

  private JsonNode curves(ConfigurableApplicationContext service, String run) {
    return get(
        service, "/api/v1/runs/" + run + "/curves?series=trainLoss,validationLoss,gradientNorm");
  }

  private JsonNode get(ConfigurableApplicationContext service, String path) {
    HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(service, path)).build());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonSetup.mapper().readTree(answer.body());
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static URI uri(ConfigurableApplicationContext service, String path) {
    return URI.create(
        "http://127.0.0.1:" + service.getEnvironment().getProperty("local.server.port") + path);
  }
}
