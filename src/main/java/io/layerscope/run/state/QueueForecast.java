package io.layerscope.run.state;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * When queued runs may be expected to start: as the workers' places become free, by what the
 * running ones have left, if each run before takes as long as the last runs took on average.
 */
@Component
class QueueForecast {

  /** A worker that has not been seen for so long has no places. */
  static final Duration ABSENT = Duration.ofSeconds(30);

  private static final int LAST_RUNS = 20;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Clock clock;

  QueueForecast(JdbcClient jdbc, JsonMapper json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** The runs, with their expected starts where they are queued. */
  List<Run> complete(List<Run> runs) {
    if (runs.stream().allMatch(run -> run.queue() == null)) {
      return runs;
    }
    int places = places();
    Double mean = meanSeconds();
    List<@Nullable Double> left = secondsLeft();
    List<Run> complete = new ArrayList<>();
    for (Run run : runs) {
      Run.Queue queue = run.queue();
      Double wait = queue == null ? null : seconds(queue.position(), places, left, mean);
      complete.add(
          wait == null ? run : run.expected(clock.instant().plusMillis((long) (wait * 1000))));
    }
    return complete;
  }

  /**
   * The seconds until the run at a position of the queue starts; null when they cannot be told.
   *
   * @param places how many runs can be trained at the same time
   * @param left what each running one still takes; null inside where it is not known
   * @param mean what a run takes; null when none has ended
   */
  static @Nullable Double seconds(
      int position, int places, List<@Nullable Double> left, @Nullable Double mean) {
    PriorityQueue<Double> free = new PriorityQueue<>();
    for (int place = 0; place < places; place++) {
      Double seconds = place < left.size() ? left.get(place) : Double.valueOf(0);
      seconds = seconds == null ? mean : seconds;
      if (seconds != null) {
        free.add(seconds);
      }
    }
    for (int before = 1; before < position && !free.isEmpty(); before++) {
      double start = free.remove();
      if (mean != null) {
        free.add(start + mean);
      }
    }
    return free.peek();
  }

  private int places() {
    return jdbc.sql("select coalesce(sum(threads), 0) from worker where seen_at >= ?")
        .param(clock.millis() - ABSENT.toMillis())
        .query((row, number) -> row.getInt(1))
        .single();
  }

  private List<@Nullable Double> secondsLeft() {
    return jdbc.sql("select progress from run where state = 'running'")
        .query((row, number) -> json.readValue(row.getString(1), Progress.class).etaSeconds())
        .list();
  }

  private @Nullable Double meanSeconds() {
    List<Double> lasted =
        jdbc.sql(
                "select finished_at - started_at from run where state in ('succeeded', 'stopped')"
                    + " and started_at is not null order by id desc limit ?")
            .param(LAST_RUNS)
            .query((row, number) -> row.getLong(1) / 1000.0)
            .list();
    return lasted.isEmpty()
        ? null
        : lasted.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }
}
