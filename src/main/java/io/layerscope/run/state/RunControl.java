package io.layerscope.run.state;

import io.layerscope.web.Problem;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What clients do to runs, in the caller's transaction: submit, control, delete. */
@Component
public class RunControl {

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final Runs runs;
  private final RunRows rows;
  private final Jobs jobs;

  RunControl(JdbcClient jdbc, JsonMapper json, Runs runs, RunRows rows, Jobs jobs) {
    this.jdbc = jdbc;
    this.json = json;
    this.runs = runs;
    this.rows = rows;
    this.jobs = jobs;
  }

  /**
   * A run that was found to be possible.
   *
   * @param request with every default filled in
   * @param datasets the identifiers of all data sets that it reads
   * @param createdBy who submits it; null where nobody has to sign in
   */
  public record Submission(
      String id,
      RunRequest request,
      List<String> datasets,
      Size size,
      long now,
      @Nullable String createdBy) {}

  /**
   * What a training takes.
   *
   * @param parameters trainable numbers
   * @param memory native bytes
   */
  public record Size(long parameters, long memory) {}

  /** How many runs wait to be started. */
  public int queued() {
    return jdbc.sql("select count(*) from run where state = ?")
        .param(RunState.QUEUED.json())
        .query(Integer.class)
        .single();
  }

  /** How many of one caller's runs wait to be started. */
  public int queuedBy(String caller) {
    return jdbc.sql("select count(*) from run where state = ? and created_by = ?")
        .params(RunState.QUEUED.json(), caller)
        .query(Integer.class)
        .single();
  }

  /** Stores a run and its job. */
  public Run submit(Submission submission) {
    RunRequest request = submission.request();
    jdbc.sql(
            "insert into run(id, name, state, dataset, request, seed, parameters, memory, priority,"
                + " created_at, queued_at, created_by, progress)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .param(submission.id())
        .param(Objects.requireNonNull(request.name()))
        .param(RunState.QUEUED.json())
        .param(request.dataset())
        .param(json.writeValueAsString(request))
        .param(request.training().seed())
        .param(submission.size().parameters())
        .param(submission.size().memory())
        .param(request.priority())
        .param(submission.now())
        .param(submission.now())
        .param(submission.createdBy())
        .param(json.writeValueAsString(Progress.none(request.training().epochs())))
        .update();
    for (String dataset : submission.datasets()) {
      jdbc.sql("insert into run_dataset(run, dataset) values (?, ?)")
          .params(submission.id(), dataset)
          .update();
    }
    Run run = runs.get(submission.id());
    rows.appendFirst(run);
    jobs.enqueue(submission.id(), 0, request.priority());
    return run;
  }

  /**
   * Does what the control call asks for, or lets the worker know.
   *
   * @throws Problem 404, or 409 {@code illegal-transition}
   */
  public Run control(String id, Control asked) {
    RunRow row = rows.lock(id).orElseThrow(() -> Runs.unknown(id));
    switch (asked.on(row.state(), row.requested(), !row.checkpoints().isEmpty())) {
      case Control.Nothing _ -> {}
      case Control.Become next -> rows.become(row, next.state());
      case Control.Ask ask -> rows.ask(id, ask.control());
      case Control.Queue queue -> {
        int ticket = row.ticket() + 1;
        rows.ask(id, queue.control());
        jdbc.sql("update run set ticket = ? where id = ?").params(ticket, id).update();
        rows.become(row, RunState.QUEUED);
        jobs.enqueue(id, ticket, row.priority());
      }
    }
    return runs.get(id);
  }

  /**
   * Removes an ended run with its log and its checkpoint.
   *
   * @throws Problem 404, or 409 {@code run-active}
   */
  public void delete(String id) {
    RunRow row = rows.lock(id).orElseThrow(() -> Runs.unknown(id));
    if (!row.state().terminal()) {
      throw Problem.conflict(
          "run-active", "The run is " + row.state().json() + "; cancel it before deleting it.");
    }
    jdbc.sql("delete from run where id = ?").param(id).update();
    rows.removeFiles(row.checkpoints());
  }
}
