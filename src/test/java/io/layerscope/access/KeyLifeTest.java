package io.layerscope.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.layerscope.access.key.Secret;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** A key from its making to its end. */
class KeyLifeTest extends SecuredServiceTest {

  private static final Duration OTHERS_SEE_IT = Duration.ofSeconds(60);

  @Test
  void a_key_is_shown_once_and_stored_as_a_hash() {
    JsonNode made = make("once", "read", "train");
    String key = made.get("key").asString();
    assertThat(key).startsWith("lsk_" + made.get("id").asString() + "_").hasSize(70);
    assertThat(made.get("createdBy").asString()).isEqualTo("root");
    JsonNode shown = json(get(KEYS + "/" + made.get("id").asString(), ADMIN));
    assertThat(shown.has("key")).isFalse();
    assertThat(shown.get("scopes").valueStream().map(JsonNode::asString))
        .containsExactly("read", "train");
    String secret = key.substring(key.length() - Secret.LENGTH);
    assertThat(get(KEYS + "?limit=200", ADMIN).body()).doesNotContain(secret);
    var row =
        jdbc.sql("select * from api_key where id = ?")
            .param(made.get("id").asString())
            .query()
            .singleRow();
    assertThat(row.values().toString()).doesNotContain(secret).contains(Secret.hash(key));
  }

  @Test
  void a_repeated_request_makes_no_second_key_and_does_not_tell_the_first_again() {
    String body = "{\"name\": \"repeated\", \"scopes\": [\"read\"]}";
    String idempotencyKey = UUID.randomUUID().toString();
    HttpResponse<String> first = create(ADMIN, idempotencyKey, body);
    HttpResponse<String> again = create(ADMIN, idempotencyKey, body);
    assertThat(again.statusCode()).isEqualTo(201);
    assertThat(json(again).get("id")).isEqualTo(json(first).get("id"));
    assertThat(json(first).has("key")).isTrue();
    assertThat(json(again).has("key")).isFalse();
    assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-store");
    var kept =
        jdbc.sql("select body from idempotency where idempotency_key = ?")
            .param(idempotencyKey)
            .query(String.class)
            .single();
    assertThat(kept).doesNotContain("lsk_");
    String other = key("other", "admin");
    refused(create(other, idempotencyKey, body), 422, "idempotency-key-reused");
  }

  private HttpResponse<String> create(String key, String idempotencyKey, String body) {
    return send(
        request(KEYS, key)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", idempotencyKey)
            .POST(BodyPublishers.ofString(body)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; 422; out-of-bounds; /name",
        "{\"name\": \"a b\", \"scopes\": [\"read\"]}; 422; out-of-bounds; /name",
        "{\"name\": \"a\"}; 422; out-of-bounds; /scopes",
        "{\"name\": \"a\", \"scopes\": []}; 422; out-of-bounds; /scopes",
        "{\"name\": \"a\", \"scopes\": [\"write\"]}; 400; unknown-value; /scopes/0",
        "{\"name\": \"a\", \"scopes\": [\"read\"], \"expiresInDays\": 0}; 422; out-of-bounds;"
            + " /expiresInDays"
      })
  void a_key_that_cannot_be_is_refused(String body, int status, String code, String pointer) {
    HttpResponse<String> answer = post(KEYS, ADMIN, body);
    refused(answer, status, code);
    assertThat(json(answer).at("/errors/0/pointer").asString()).isEqualTo(pointer);
  }

  @Test
  void a_revoked_key_is_worth_nothing_at_once() {
    JsonNode made = make("revoked", "read");
    String key = made.get("key").asString();
    assertThat(get(RUNS, key).statusCode()).isEqualTo(200);
    String path = KEYS + "/" + made.get("id").asString();
    assertThat(delete(path, ADMIN).statusCode()).isEqualTo(204);
    HttpResponse<String> answer = get(RUNS, key);
    refused(answer, 401, "invalid-key");
    assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("invalid_token");
    refused(delete(path, ADMIN), 404, "unknown-key");
  }

  @Test
  void what_another_process_revokes_is_seen_here_soon() {
    JsonNode made = make("elsewhere", "read");
    String key = made.get("key").asString();
    assertThat(get(RUNS, key).statusCode()).isEqualTo(200);
    jdbc.sql("delete from api_key where id = ?").param(made.get("id").asString()).update();
    long deadline = System.nanoTime() + OTHERS_SEE_IT.toNanos();
    while (get(RUNS, key).statusCode() != 401) {
      assertThat(System.nanoTime()).as("still taken").isLessThan(deadline);
    }
  }

  @Test
  void an_expired_key_is_refused() {
    String body = "{\"name\": \"expired\", \"scopes\": [\"read\"], \"expiresInDays\": 1}";
    JsonNode made = json(post(KEYS, ADMIN, body));
    assertThat(made.get("expiresAt").isString()).isTrue();
    jdbc.sql("update api_key set expires_at = ? where id = ?")
        .params(1L, made.get("id").asString())
        .update();
    refused(get(RUNS, made.get("key").asString()), 401, "invalid-key");
  }

  @Test
  void a_rotated_key_ends_at_once_or_after_its_overlap() {
    JsonNode made = make("rotated", "read");
    String path = KEYS + "/" + made.get("id").asString() + "/rotate";
    String first = made.get("key").asString();
    String second = rotate(path, "{\"overlapSeconds\": 3600}");
    assertThat(get(RUNS, first).statusCode()).isEqualTo(200);
    assertThat(get(RUNS, second).statusCode()).isEqualTo(200);
    String third = rotate(path, "{}");
    refused(get(RUNS, first), 401, "invalid-key");
    refused(get(RUNS, second), 401, "invalid-key");
    assertThat(get(RUNS, third).statusCode()).isEqualTo(200);
    HttpResponse<String> bare = send(request(path, ADMIN).POST(BodyPublishers.noBody()));
    assertThat(bare.statusCode()).as(bare.body()).isEqualTo(201);
    refused(post(path, ADMIN, "{\"overlapSeconds\": -1}"), 422, "out-of-bounds");
  }

  private String rotate(String path, String body) {
    HttpResponse<String> answer = post(path, ADMIN, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer).get("key").asString();
  }
}
