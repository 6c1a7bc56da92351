package io.layerscope.web;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers a repeated POST with the first one's answer (the header {@code Idempotency-Key}). The
 * answer is kept for a week, in the same transaction as what it tells of: there is no moment at
 * which one is stored without the other.
 */
@Component
public class Idempotency {

  private static final Duration KEPT = Duration.ofDays(7);
  private static final int LONGEST_KEY = 200;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final Clock clock;

  Idempotency(JdbcClient jdbc, TransactionTemplate transaction, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.json = json;
    this.clock = clock;
  }

  /**
   * Runs the action in a transaction, or gives the answer of the first request with the same key.
   *
   * @param asked what the request asks for: a body as it was understood, or a file's hash
   * @throws Problem 422 when the key was used for something else
   */
  public ResponseEntity<?> once(
      HttpServletRequest request, Object asked, Supplier<ResponseEntity<?>> action) {
    String key = request.getHeader("Idempotency-Key");
    if (key == null) {
      return done(transaction.execute(status -> action.get()));
    }
    if (key.isBlank() || key.length() > LONGEST_KEY) {
      throw Problem.malformed(
          "malformed-idempotency-key",
          "Idempotency-Key",
          "Idempotency-Key must have 1 to " + LONGEST_KEY + " characters.");
    }
    String caller = Caller.of(request);
    String fingerprint =
        sha256(
            (caller == null ? "" : caller + " ")
                + request.getMethod()
                + " "
                + request.getRequestURI()
                + " "
                + write(asked));
    return done(transaction.execute(status -> answer(key, fingerprint, action)));
  }

  /** Whether the key has an answer already, so that a large body need not be worked on again. */
  public boolean known(HttpServletRequest request) {
    String key = request.getHeader("Idempotency-Key");
    return key != null && find(key).isPresent();
  }

  private ResponseEntity<?> answer(
      String key, String fingerprint, Supplier<ResponseEntity<?>> action) {
    if (!claim(key, fingerprint)) {
      Kept kept = find(key).orElseThrow(() -> new IllegalStateException("a key without an answer"));
      return kept.answer(fingerprint, json);
    }
    ResponseEntity<?> answer = action.get();
    Object location = answer.getHeaders().getLocation();
    jdbc.sql("update idempotency set status = ?, location = ?, body = ? where idempotency_key = ?")
        .param(answer.getStatusCode().value())
        .param(location == null ? null : location.toString())
        .param(write(answer.getBody()))
        .param(key)
        .update();
    return answer;
  }

  /** Takes a key that is not used; of two that ask at once, one waits for the other's answer. */
  private boolean claim(String key, String fingerprint) {
    jdbc.sql("delete from idempotency where idempotency_key = ? and created_at < ?")
        .params(key, clock.millis() - KEPT.toMillis())
        .update();
    return jdbc.sql(
                "insert into idempotency(idempotency_key, fingerprint, status, body, created_at)"
                    + " values (?, ?, 0, '', ?) on conflict (idempotency_key) do nothing")
            .params(key, fingerprint, clock.millis())
            .update()
        > 0;
  }

  private Optional<Kept> find(String key) {
    return jdbc.sql(
            "select fingerprint, status, location, body from idempotency"
                + " where idempotency_key = ? and created_at >= ?")
        .params(key, clock.millis() - KEPT.toMillis())
        .query(Kept.class)
        .optional();
  }

  /** Forgets the answers that are older than a week. */
  @Scheduled(fixedDelayString = "PT1H")
  void forget() {
    jdbc.sql("delete from idempotency where created_at < ?")
        .param(clock.millis() - KEPT.toMillis())
        .update();
  }

  private String write(@Nullable Object value) {
    return value instanceof String text ? text : json.writeValueAsString(value);
  }

  private static ResponseEntity<?> done(@Nullable ResponseEntity<?> answer) {
    if (answer == null) {
      throw new IllegalStateException("an action without an answer");
    }
    return answer;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  record Kept(String fingerprint, int status, @Nullable String location, String body) {

    ResponseEntity<?> answer(String asked, JsonMapper json) {
      if (!fingerprint.equals(asked)) {
        throw Problem.unprocessable(
            "idempotency-key-reused",
            "Idempotency-Key",
            "This Idempotency-Key was used for another request; take a new one.");
      }
      var answer = ResponseEntity.status(status).contentType(MediaType.APPLICATION_JSON);
      if (location != null) {
        answer.header("Location", location);
      }
      JsonNode node = json.readTree(body);
      return answer.body(node);
    }
  }
}
