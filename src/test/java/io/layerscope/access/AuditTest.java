package io.layerscope.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.access.audit.AuditLog;
import io.layerscope.web.Ids;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Who made what is recorded, and who changed what. */
class AuditTest extends SecuredServiceTest {

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final String DATASETS = "/api/v1/datasets";
  private static final String RUN =
      """
      {"dataset": "iris", "model": {"depth": 0, "widths": []}, "training": {"epochs": 2},
       "register": {"model": "audited"}}
      """;

  @Autowired private Ids ids;
  @Autowired private Clock clock;

  @Test
  void what_is_made_names_its_maker() {
    String key = key("maker", "read", "train");
    String body = "{\"name\": \"m\", \"generator\": {\"kind\": \"moons\", \"samples\": 20}}";
    JsonNode dataset = json(post(DATASETS, key, body));
    assertThat(dataset.get("createdBy").asString()).isEqualTo("maker");
    String id = dataset.get("id").asString();
    assertThat(json(get(DATASETS + "/" + id, key)).get("createdBy").asString()).isEqualTo("maker");
    assertThat(json(get(DATASETS + "/iris", key)).get("createdBy").isNull()).isTrue();
    JsonNode run = json(post(RUNS, key, RUN));
    assertThat(run.get("createdBy").asString()).isEqualTo("maker");
    get(RUNS + "/" + run.get("id").asString() + "/events", key);
    JsonNode ended = json(get(RUNS + "/" + run.get("id").asString(), key));
    assertThat(ended.get("createdBy").asString()).isEqualTo("maker");
    String version = "/api/v1/models/audited/versions/" + ended.at("/model/version").asInt();
    assertThat(json(get(version, key)).get("createdBy").asString()).isEqualTo("maker");
  }

  @Test
  void each_change_is_in_the_log_with_its_end() {
    String key = key("changer", "read", "train");
    HttpResponse<String> made =
        post(DATASETS, key, "{\"generator\": {\"kind\": \"moons\", \"samples\": 20}}");
    JsonNode entry = await("changer", "POST", DATASETS);
    assertThat(entry.get("status").asInt()).isEqualTo(201);
    assertThat(entry.get("resource").asString())
        .isEqualTo(made.headers().firstValue("Location").orElse(""));
    post(KEYS, key, "{}");
    assertThat(await("changer", "POST", KEYS).get("status").asInt()).isEqualTo(403);
    get(RUNS, key);
    delete(RUNS + "/none", key);
    await("changer", "DELETE", RUNS + "/none");
    assertThat(entries())
        .filteredOn(each -> each.get("who").asString("").equals("changer"))
        .noneMatch(each -> each.get("method").asString().equals("GET"));
  }

  @Test
  void who_is_unknown_cannot_fill_the_log() {
    post(RUNS + "?unknown", null, "{}");
    post("/api/v1/session", null, "{\"key\": \"lsk_wrong\"}");
    String key = key("after", "train");
    delete(RUNS + "/after", key);
    await("after", "DELETE", RUNS + "/after");
    assertThat(entries()).noneMatch(each -> each.get("who").isNull());
  }

  @Test
  void the_log_has_pages_and_an_end() {
    key("paged", "read");
    key("paged", "read");
    JsonNode page = json(get("/api/v1/audit?limit=1", ADMIN));
    assertThat(page.get("items").size()).isEqualTo(1);
    String next = page.get("nextCursor").asString();
    JsonNode older = json(get("/api/v1/audit?limit=1&cursor=" + next, ADMIN)).at("/items/0");
    assertThat(older.get("id").asString()).isLessThan(page.at("/items/0/id").asString());
    new AuditLog(jdbc, ids, clock, 1).trim();
    assertThat(entries().size()).isLessThanOrEqualTo(2);
  }

  private List<JsonNode> entries() {
    return json(get("/api/v1/audit?limit=200", ADMIN)).get("items").valueStream().toList();
  }

  /** An entry is written when the answer is already on its way. */
  private JsonNode await(String who, String method, String path) {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    while (System.nanoTime() < deadline) {
      for (JsonNode each : entries()) {
        if (each.get("who").asString("").equals(who)
            && each.get("method").asString().equals(method)
            && each.get("path").asString().equals(path)) {
          return each;
        }
      }
    }
    throw new AssertionError(method + " " + path + " by " + who + " is not in the log");
  }
}
