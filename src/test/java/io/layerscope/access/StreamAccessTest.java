package io.layerscope.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** A stream of events of a run that does not end: only its reader's rights end it. */
@Timeout(120)
class StreamAccessTest extends SecuredServiceTest {

  private static final String ENDLESS =
      """
      {"dataset": "iris", "training": {"epochs": 1000000, "earlyStopping": null},
       "statistics": {"everyEpochs": 1000}}
      """;

  private String run = "";

  @BeforeEach
  void aRunThatDoesNotEnd() {
    run = json(post(RUNS, ADMIN, ENDLESS)).get("id").asString();
  }

  @AfterEach
  void itIsEnded() {
    send(request(RUNS + "/" + run + "/cancel", ADMIN).POST(BodyPublishers.noBody()));
  }

  @Test
  void a_stream_ends_when_its_key_is_revoked() {
    JsonNode key = make("follower", "read");
    follow(
        request(events(), key.get("key").asString()),
        () -> delete(KEYS + "/" + key.get("id").asString(), ADMIN));
  }

  @Test
  void a_stream_ends_when_its_key_expires() {
    JsonNode key = make("expiring", "read");
    follow(
        request(events(), key.get("key").asString()),
        () ->
            jdbc.sql("update api_key set expires_at = 1 where id = ?")
                .param(key.get("id").asString())
                .update());
  }

  @Test
  void a_stream_ends_when_its_session_does() {
    HttpResponse<String> signedIn =
        post("/api/v1/session", null, "{\"key\": \"" + key("browser", "read") + "\"}");
    String cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    follow(
        request(events(), null).header("Cookie", cookie),
        () -> send(request("/api/v1/session", null).header("Cookie", cookie).DELETE()));
  }

  private String events() {
    return RUNS + "/" + run + "/events";
  }

  /** Reads the stream's beginning, then to its end, which comes by what is done in between. */
  private void follow(HttpRequest.Builder stream, Runnable end) {
    try (var lines = lines(stream)) {
      Iterator<String> each = lines.iterator();
      assertThat(each.next()).startsWith("id:");
      end.run();
      while (each.hasNext()) {
        assertThat(each.next()).isNotEqualTo("event:end");
      }
    }
  }
}
