package io.layerscope.run.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * How many runs wait, train and rest, by the database: every process that shares it tells the same.
 * Asked of the database once for each reading of all gauges; not a number while it does not answer.
 */
@Component
class QueueMetrics implements MeterBinder {

  private static final List<String> STATES = List.of("queued", "running", "paused");
  private static final long FRESH_NANOS = 1_000_000_000;

  private final JdbcClient jdbc;
  private Map<String, Double> counts = Map.of();
  private long countedAt;

  QueueMetrics(JdbcClient jdbc) {
    this.jdbc = jdbc;
    countedAt = System.nanoTime() - FRESH_NANOS;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (String state : STATES) {
      Gauge.builder("mlp.training.jobs", () -> count(state))
          .description("Runs that have not ended, by state.")
          .tag("state", state)
          .register(registry);
    }
    Gauge.builder("mlp.training.queue.length", () -> count("queued"))
        .description("Runs that wait for a worker.")
        .register(registry);
  }

  private synchronized double count(String state) {
    if (System.nanoTime() - countedAt >= FRESH_NANOS) {
      counts = counted();
      countedAt = System.nanoTime();
    }
    return counts.getOrDefault(state, Double.NaN);
  }

  private Map<String, Double> counted() {
    Map<String, Double> counted = new HashMap<>();
    try {
      STATES.forEach(state -> counted.put(state, 0.0));
      jdbc.sql("select state, count(*) from run where state in (?, ?, ?) group by state")
          .params(STATES)
          .query(
              row -> {
                counted.put(row.getString(1), row.getDouble(2));
              });
      return counted;
    } catch (DataAccessException e) {
      return Map.of();
    }
  }
}
