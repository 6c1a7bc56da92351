package io.layerscope.run.tracking;

import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the database remembers of how far each run has been logged. */
final class TrackedRuns {

  private final JdbcClient jdbc;
  private final Clock clock;

  TrackedRuns(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /**
   * A run that is not logged to its end.
   *
   * @param mlflowRun its name at the server; null until it has been made
   * @param epoch the last that the server has; 0 for the parameters alone, -1 for nothing
   * @param refused requests that the server refused
   */
  record Tracked(String run, @Nullable String mlflowRun, int epoch, int refused, long nextAt) {}

  /** Takes note of runs that have begun and have no row yet. */
  void find() {
    jdbc.sql(
            "insert into run_tracking(run, next_at) select r.id, 0 from run r left join"
                + " run_tracking t on t.run = r.id where t.run is null and r.started_at is not"
                + " null on conflict (run) do nothing")
        .update();
  }

  /** The runs that are due, the oldest first. */
  List<Tracked> due(int most) {
    return jdbc.sql(
            "select run, mlflow_run, epoch, refused, next_at from run_tracking where done = 0 and"
                + " next_at <= ? order by run limit ?")
        .params(clock.millis(), most)
        .query(
            (row, _) ->
                new Tracked(
                    row.getString(1),
                    row.getString(2),
                    row.getInt(3),
                    row.getInt(4),
                    row.getLong(5)))
        .list();
  }

  /** Takes a run for a while; false when another process has. */
  boolean take(Tracked tracked, long millis) {
    return jdbc.sql("update run_tracking set next_at = ? where run = ? and next_at = ?")
            .params(clock.millis() + millis, tracked.run(), tracked.nextAt())
            .update()
        > 0;
  }

  void made(String run, String mlflowRun) {
    jdbc.sql("update run_tracking set mlflow_run = ? where run = ?")
        .params(mlflowRun, run)
        .update();
  }

  /** Forgets the server's run, which is no more there. */
  void lost(String run) {
    jdbc.sql("update run_tracking set mlflow_run = null, epoch = -1 where run = ?")
        .param(run)
        .update();
  }

  void logged(String run, int epoch) {
    jdbc.sql("update run_tracking set epoch = ? where run = ?").params(epoch, run).update();
  }

  void refused(String run) {
    jdbc.sql("update run_tracking set refused = refused + 1 where run = ?").param(run).update();
  }

  void later(String run, long millis) {
    jdbc.sql("update run_tracking set next_at = ? where run = ?")
        .params(clock.millis() + millis, run)
        .update();
  }

  void done(String run) {
    jdbc.sql("update run_tracking set done = 1 where run = ?").param(run).update();
  }
}
