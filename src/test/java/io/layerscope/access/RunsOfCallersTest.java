package io.layerscope.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of two places, each caller has one. */
class RunsOfCallersTest extends SecuredServiceTest {

  private static final String ENDLESS =
      """
      {"dataset": "iris", "training": {"epochs": 1000000, "earlyStopping": null},
       "statistics": {"everyEpochs": 1000}}
      """;

  @Test
  @Timeout(120)
  void a_callers_run_beyond_its_own_places_waits_and_lets_others_pass() {
    String busy = key("busy", "read", "train");
    String other = key("other", "read", "train");
    String first = submit(busy, ENDLESS);
    String second = submit(busy, ENDLESS);
    String others = submit(other, "{\"dataset\": \"iris\", \"training\": {\"epochs\": 2}}");
    assertThat(end(others)).contains("succeeded");
    assertThat(state(second)).isEqualTo("queued");
    assertThat(state(first)).isIn("queued", "running");
    cancel(busy, first);
    events(second, "event:epoch");
    cancel(busy, second);
    assertThat(end(second)).contains("cancelled");
  }

  private String submit(String key, String run) {
    HttpResponse<String> answer = post(RUNS, key, run);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return json(answer).get("id").asString();
  }

  private void cancel(String key, String run) {
    HttpResponse<String> answer =
        send(request(RUNS + "/" + run + "/cancel", key).POST(BodyPublishers.noBody()));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  private String state(String run) {
    return json(get(RUNS + "/" + run, ADMIN)).get("state").asString();
  }

  private String end(String run) {
    return get(RUNS + "/" + run + "/events", ADMIN).body();
  }

  /** Follows the run's events until there is such a line. */
  private void events(String run, String line) {
    try (var lines = lines(request(RUNS + "/" + run + "/events", ADMIN))) {
      assertThat(lines.anyMatch(line::equals)).isTrue();
    }
  }
}
