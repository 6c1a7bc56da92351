package io.layerscope.run.state;

import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The processes that train, as far as they have told lately. */
@Component
public class Workers {

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Clock clock;

  Workers(JdbcClient jdbc, TransactionTemplate transaction, Clock clock) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.clock = clock;
  }

  /**
   * Tells that a worker is there, and forgets those that have not told for long.
   *
   * @param threads how many runs it trains at the same time
   */
  public void seen(String name, int threads) {
    transaction.executeWithoutResult(
        _ -> {
          jdbc.sql(
                  "insert into worker(name, threads, seen_at) values (?, ?, ?)"
                      + " on conflict (name) do update set seen_at = excluded.seen_at")
              .params(name, threads, clock.millis())
              .update();
          jdbc.sql("delete from worker where seen_at < ?")
              .param(clock.millis() - QueueForecast.ABSENT.toMillis())
              .update();
        });
  }

  /** Tells that a worker trains no more. */
  public void gone(String name) {
    jdbc.sql("delete from worker where name = ?").param(name).update();
  }
}
