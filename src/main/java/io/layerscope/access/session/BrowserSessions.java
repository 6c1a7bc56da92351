package io.layerscope.access.session;

import io.layerscope.access.key.ApiKeys;
import io.layerscope.access.key.RecentCallers;
import io.layerscope.access.key.Secret;
import io.layerscope.access.scope.Identity;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Browsers that have signed in with a key. A session is a row, so that it outlives a restart and
 * holds in every process; it goes with its key.
 */
public class BrowserSessions {

  /** A key has no more sessions than this: the oldest ends. */
  private static final int MOST = 100;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final ApiKeys keys;
  private final RecentCallers recent;
  private final Clock clock;
  private final Duration length;

  /**
   * @param length how long a browser stays signed in
   */
  public BrowserSessions(Storage storage, ApiKeys keys, RecentCallers recent, Duration length) {
    this.jdbc = storage.jdbc();
    this.transaction = storage.transaction();
    this.clock = storage.clock();
    this.keys = keys;
    this.recent = recent;
    this.length = length;
  }

  /** Where sessions are kept. */
  public record Storage(JdbcClient jdbc, TransactionTemplate transaction, Clock clock) {}

  /** How long a browser stays signed in. */
  Duration length() {
    return length;
  }

  /**
   * Begins a session.
   *
   * @param key the identifier of a key that was just proven
   * @return what the browser shows from now on
   */
  String begin(String key) {
    String secret = Secret.next();
    long now = clock.millis();
    transaction.executeWithoutResult(
        status -> {
          jdbc.sql(
                  "delete from access_session where hash in (select hash from access_session where"
                      + " api_key = ? order by created_at desc limit ? offset ?)")
              .params(key, MOST, MOST - 1)
              .update();
          jdbc.sql(
                  "insert into access_session(hash, api_key, created_at, expires_at)"
                      + " values (?, ?, ?, ?)")
              .params(Secret.hash(secret), key, now, now + length.toMillis())
              .update();
        });
    return secret;
  }

  /** Who has signed in with this secret. */
  public Optional<Identity> authenticate(String secret) {
    return recent.get(secret, () -> ask(secret));
  }

  private Optional<Identity> ask(String secret) {
    return secret.length() == Secret.LENGTH ? find(secret) : Optional.empty();
  }

  private record Row(String key, long end) {}

  private Optional<Identity> find(String secret) {
    return jdbc.sql("select api_key, expires_at from access_session where hash = ?")
        .param(Secret.hash(secret))
        .query((row, index) -> new Row(row.getString(1), row.getLong(2)))
        .optional()
        .flatMap(row -> keys.identity(row.key()).map(identity -> identity.until(row.end())));
  }

  /** Ends a session. */
  void end(String secret) {
    jdbc.sql("delete from access_session where hash = ?").param(Secret.hash(secret)).update();
    recent.forget();
  }

  /** Forgets sessions that are over. */
  @Scheduled(fixedDelayString = "PT1H")
  void sweep() {
    jdbc.sql("delete from access_session where expires_at < ?").param(clock.millis()).update();
  }
}
