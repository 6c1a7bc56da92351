package io.layerscope.run.state;

import io.layerscope.run.log.Parameters;
import io.layerscope.run.log.RunLog;
import io.layerscope.run.metrics.Outcomes;
import io.layerscope.storage.AfterCommit;
import io.layerscope.storage.BlobStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Changes the state of runs, always in the caller's transaction, and logs each change. */
@Component
class RunRows {

  private final JdbcClient jdbc;
  private final Runs runs;
  private final RunLog log;
  private final Ends ends;
  private final Clock clock;

  RunRows(JdbcClient jdbc, Runs runs, RunLog log, Ends ends, Clock clock) {
    this.jdbc = jdbc;
    this.runs = runs;
    this.log = log;
    this.ends = ends;
    this.clock = clock;
  }

  /** What the end of a run touches beside its rows. */
  @Component
  record Ends(BlobStore blobs, Outcomes outcomes) {}

  /** Reads a run's row and holds it until the transaction ends. */
  Optional<RunRow> lock(String id) {
    // An update takes the row's lock in every database; "for update" is not known to all.
    jdbc.sql("update run set ticket = ticket where id = ?").param(id).update();
    return jdbc.sql("select " + RunRow.COLUMNS + " from run where id = ?")
        .param(id)
        .query(RunRow::read)
        .optional();
  }

  /** Gives a locked run another state and tells of it in the log. */
  void become(RunRow row, RunState next) {
    if (!row.state().mayBecome(next)) {
      throw new IllegalStateException(row.state() + " may not become " + next);
    }
    long now = clock.millis();
    jdbc.sql("update run set state = ? where id = ?").params(next.json(), row.id()).update();
    switch (next) {
      case QUEUED ->
          jdbc.sql("update run set queued_at = ? where id = ?").params(now, row.id()).update();
      case RUNNING ->
          jdbc.sql("update run set started_at = coalesce(started_at, ?) where id = ?")
              .params(now, row.id())
              .update();
      case PAUSED -> ask(row.id(), null);
      case SUCCEEDED, STOPPED, CANCELLED, FAILED -> end(row, next, now);
    }
    log.appendState(row.id(), runs.get(row.id()), next.terminal());
  }

  /** Tells of a new run. */
  void appendFirst(Run run) {
    log.appendState(run.id(), run, false);
  }

  void ask(String id, @Nullable Control control) {
    jdbc.sql("update run set requested = ? where id = ?")
        .params(Parameters.of(control == null ? null : control.json(), id))
        .update();
  }

  private void end(RunRow row, RunState next, long now) {
    jdbc.sql("update run set finished_at = ?, requested = null where id = ?")
        .params(now, row.id())
        .update();
    jdbc.sql("delete from run_dataset where run = ?").param(row.id()).update();
    AfterCommit.run(() -> ends.outcomes().ended(next.json()));
    if (next != RunState.FAILED) {
      // What a failed run had learned until its last checkpoint stays until the run is deleted.
      jdbc.sql("update run set checkpoint = null, checkpoint_before = null where id = ?")
          .param(row.id())
          .update();
      removeFiles(row.checkpoints());
    }
  }

  /** Removes checkpoints after the commit of what forgets them. */
  void removeFiles(List<String> checkpoints) {
    AfterCommit.run(() -> checkpoints.forEach(ends.blobs()::delete));
  }
}
