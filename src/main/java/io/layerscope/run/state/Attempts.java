package io.layerscope.run.state;

import io.layerscope.run.log.LoggedEpoch;
import io.layerscope.run.log.Parameters;
import io.layerscope.run.log.RunLog;
import io.layerscope.web.Problem;
import io.layerscope.web.ProblemDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * What workers do to runs. Each write names its attempt and throws {@link Superseded}, changing
 * nothing, when the run has gone on to another one.
 */
@Component
public class Attempts {

  private static final int MOST_LOST = 3;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final JsonMapper json;
  private final RunRows rows;
  private final RunLog log;

  Attempts(
      JdbcClient jdbc, TransactionTemplate transaction, JsonMapper json, RunRows rows, RunLog log) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.json = json;
    this.rows = rows;
    this.log = log;
  }

  /** What a run that waits asks for; nothing for a run that is no more. */
  public Optional<Claim> claim(String run) {
    return jdbc.sql("select id, memory, priority, queued_at from run where id = ?")
        .param(run)
        .query(
            (row, _) -> new Claim(row.getString(1), row.getLong(2), row.getInt(3), row.getLong(4)))
        .optional();
  }

  /**
   * How many of its caller's runs go before a queued run: they are running, or before it in the
   * queue. 0 for a run that is running, as one whose worker was lost, and where nobody has a name.
   */
  public int ahead(String run) {
    return jdbc.sql(
            "select count(*) from run r join run q on q.created_by = r.created_by and q.id <> r.id"
                + " where r.id = ? and r.state = 'queued' and (q.state = 'running' or (q.state ="
                + " 'queued' and (q.priority > r.priority or (q.priority = r.priority and"
                + " (q.queued_at < r.queued_at or (q.queued_at = r.queued_at and q.id <"
                + " r.id))))))")
        .param(run)
        .query(Integer.class)
        .single();
  }

  /**
   * Begins an attempt, unless the job's run needs none any more. An attempt that finds the run
   * running takes over from a lost one; after three in a row the run fails.
   */
  public Optional<Attempt> begin(String run, int ticket) {
    return transaction.execute(
        _ -> {
          RunRow row = rows.lock(run).orElse(null);
          if (row == null || row.ticket() != ticket || !row.state().mayBecome(RunState.RUNNING)) {
            return Optional.empty();
          }
          if (row.requested() == Control.CANCEL) {
            rows.become(row, RunState.CANCELLED);
            return Optional.empty();
          }
          int lost = row.state() == RunState.RUNNING ? row.lost() + 1 : row.lost();
          int number = row.attempt() + 1;
          jdbc.sql("update run set attempt = ?, lost = ? where id = ?")
              .params(number, lost, run)
              .update();
          if (lost >= MOST_LOST) {
            fail(row, workerLost());
            return Optional.empty();
          }
          rows.become(row, RunState.RUNNING);
          RunRequest request = json.readValue(row.request(), RunRequest.class);
          return Optional.of(new Attempt(run, number, request, row.checkpoints(), row.createdBy()));
        });
  }

  /** What a client has asked of the worker. */
  public Optional<Control> requested(Attempt attempt) {
    List<Optional<Control>> found =
        jdbc.sql("select requested from run where id = ? and attempt = ?")
            .params(attempt.run(), attempt.number())
            .query((row, _) -> Optional.ofNullable(row.getString(1)).map(Control::of))
            .list();
    if (found.isEmpty()) {
      throw new Superseded();
    }
    return found.getFirst();
  }

  /** Appends epochs that the log does not have, and says how far the run is. */
  public void report(
      Attempt attempt, List<LoggedEpoch> epochs, Progress progress, Metrics.@Nullable Best best) {
    Metrics latest =
        epochs.isEmpty() || epochs.getLast().report().epoch() == 0
            ? null
            : Metrics.of(epochs.getLast().report());
    transaction.executeWithoutResult(
        _ -> {
          write(
              attempt,
              "progress = ?, latest = coalesce(?, latest), best = coalesce(?, best)",
              json.writeValueAsString(progress),
              latest == null ? null : json.writeValueAsString(latest),
              best == null ? null : json.writeValueAsString(best));
          log.append(attempt.run(), epochs);
        });
  }

  /**
   * Makes a file the run's checkpoint. The one before is kept, for when the last one is damaged;
   * the one before that is removed. A run that has ended meanwhile needs none.
   *
   * @param publish publishes the file and gives its hash
   */
  public void checkpoint(Attempt attempt, Supplier<String> publish) {
    transaction.executeWithoutResult(
        _ -> {
          RunRow row = locked(attempt);
          if (row.state() != RunState.RUNNING) {
            return;
          }
          write(attempt, "checkpoint = ?, checkpoint_before = checkpoint, lost = 0", publish.get());
          rows.removeFiles(row.checkpoints().stream().skip(1).toList());
        });
  }

  /** Forgets a checkpoint whose file is damaged, and removes the file. */
  public void forgetCheckpoint(Attempt attempt, String damaged) {
    transaction.executeWithoutResult(
        _ -> {
          List<String> whole = new ArrayList<>(locked(attempt).checkpoints());
          whole.remove(damaged);
          write(
              attempt,
              "checkpoint = ?, checkpoint_before = ?",
              whole.isEmpty() ? null : whole.getFirst(),
              whole.size() < 2 ? null : whole.get(1));
          rows.removeFiles(List.of(damaged));
        });
  }

  /**
   * Lets the run rest as its checkpoint: paused, or queued when the process ends.
   *
   * @return whether it does; not when it has ended, or the pause was withdrawn or overruled,
   *     meanwhile
   */
  public boolean rest(Attempt attempt, RunState next) {
    return Boolean.TRUE.equals(
        transaction.execute(
            _ -> {
              RunRow row = locked(attempt);
              boolean withdrawn = next == RunState.PAUSED && row.requested() != Control.PAUSE;
              if (withdrawn || row.state() != RunState.RUNNING) {
                return false;
              }
              rows.become(row, next);
              return true;
            }));
  }

  /** Ends the run as failed. */
  public void fail(Attempt attempt, Problem problem) {
    transaction.executeWithoutResult(_ -> fail(locked(attempt), problem));
  }

  /**
   * Gives an attempt up. The run goes on with the next one, and fails when that would be one too
   * many in a row without a new checkpoint.
   *
   * @param problem what the run fails with
   * @return whether it has failed
   */
  public boolean lose(Attempt attempt, Problem problem) {
    return Boolean.TRUE.equals(
        transaction.execute(
            _ -> {
              RunRow row = locked(attempt);
              boolean last = row.state() == RunState.RUNNING && row.lost() + 1 >= MOST_LOST;
              if (last) {
                fail(row, problem);
              }
              return last;
            }));
  }

  /** Ends the run as thrown away, unless it has ended meanwhile. */
  public void cancel(Attempt attempt) {
    transaction.executeWithoutResult(
        _ -> {
          RunRow row = locked(attempt);
          if (!row.state().terminal()) {
            rows.become(row, RunState.CANCELLED);
          }
        });
  }

  /**
   * Ends the run with a model, which is registered in the same transaction; when a client has asked
   * for it meanwhile, as cancelled and without a model. A run that was ended or laid to rest
   * meanwhile is left alone.
   *
   * @param next succeeded or stopped
   * @param register registers the model; null when there is nothing to keep
   */
  public void finish(Attempt attempt, RunState next, @Nullable Supplier<ModelName> register) {
    transaction.executeWithoutResult(
        _ -> {
          RunRow row = locked(attempt);
          if (row.state() != RunState.RUNNING) {
            return;
          }
          if (row.requested() == Control.CANCEL) {
            rows.become(row, RunState.CANCELLED);
            return;
          }
          if (register != null) {
            ModelName model = register.get();
            write(attempt, "model_name = ?, model_version = ?", model.name(), model.version());
          }
          rows.become(row, row.requested() == Control.STOP ? RunState.STOPPED : next);
        });
  }

  private void fail(RunRow row, Problem problem) {
    jdbc.sql("update run set error = ? where id = ?")
        .params(
            json.writeValueAsString(ProblemDocument.of(problem, "/api/v1/runs/" + row.id())),
            row.id())
        .update();
    rows.become(row, RunState.FAILED);
  }

  /** The run's row, held until the transaction ends. */
  private RunRow locked(Attempt attempt) {
    RunRow row = rows.lock(attempt.run()).orElseThrow(Superseded::new);
    if (row.attempt() != attempt.number()) {
      throw new Superseded();
    }
    return row;
  }

  private void write(Attempt attempt, String assignments, @Nullable Object... values) {
    List<@Nullable Object> parameters = Parameters.of(values);
    parameters.add(attempt.run());
    parameters.add(attempt.number());
    int changed =
        jdbc.sql("update run set " + assignments + " where id = ? and attempt = ?")
            .params(parameters)
            .update();
    if (changed == 0) {
      throw new Superseded();
    }
  }

  private static Problem workerLost() {
    return new Problem(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "worker-lost",
        "Three attempts in a row were lost before they could write a checkpoint.");
  }
}
