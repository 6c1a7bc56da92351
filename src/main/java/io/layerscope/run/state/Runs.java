package io.layerscope.run.state;

import io.layerscope.storage.BlobOwner;
import io.layerscope.web.PageRequest;
import io.layerscope.web.Problem;
import io.layerscope.web.ProblemDocument;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads runs as clients see them. */
@Component
public class Runs implements BlobOwner {

  private static final String SELECT =
      "select r.*, case when r.state = 'queued' then (select count(*) from run q where q.state ="
          + " 'queued' and (q.priority > r.priority or (q.priority = r.priority and (q.queued_at <"
          + " r.queued_at or (q.queued_at = r.queued_at and q.id <= r.id))))) end as position"
          + " from run r";

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final QueueForecast forecast;

  Runs(JdbcClient jdbc, JsonMapper json, QueueForecast forecast) {
    this.jdbc = jdbc;
    this.json = json;
    this.forecast = forecast;
  }

  /**
   * @throws Problem 404 {@code unknown-run}
   */
  public Run get(String id) {
    return find(id).orElseThrow(() -> unknown(id));
  }

  public Optional<Run> find(String id) {
    List<Run> found = jdbc.sql(SELECT + " where r.id = ?").param(id).query(this::read).list();
    return forecast.complete(found).stream().findFirst();
  }

  /**
   * @throws Problem 404 {@code unknown-run}
   */
  public void require(String id) {
    if (jdbc.sql("select 1 from run where id = ?").param(id).query().listOfRows().isEmpty()) {
      throw unknown(id);
    }
  }

  /** Runs from the newest on, one more than the page holds. */
  public List<Run> list(@Nullable RunState state, @Nullable String dataset, PageRequest page) {
    StringBuilder sql = new StringBuilder(SELECT).append(" where 1 = 1");
    List<Object> parameters = new ArrayList<>();
    if (state != null) {
      sql.append(" and r.state = ?");
      parameters.add(state.json());
    }
    if (dataset != null) {
      sql.append(" and r.dataset = ?");
      parameters.add(dataset);
    }
    if (page.after() != null) {
      sql.append(" and r.id < ?");
      parameters.add(page.after());
    }
    sql.append(" order by r.id desc limit ?");
    parameters.add(page.limit() + 1);
    return forecast.complete(jdbc.sql(sql.toString()).params(parameters).query(this::read).list());
  }

  @Override
  public List<String> named() {
    return jdbc.sql(
            "select checkpoint from run where checkpoint is not null union"
                + " select checkpoint_before from run where checkpoint_before is not null")
        .query((row, number) -> row.getString(1))
        .list();
  }

  static Problem unknown(String id) {
    return Problem.notFound("unknown-run", "There is no run " + id + ".");
  }

  private Run read(ResultSet row, int number) throws SQLException {
    int position = row.getInt("position");
    RunState state = RunState.of(row.getString("state"));
    Progress progress = Objects.requireNonNull(part(row, "progress", Progress.class));
    String model = row.getString("model_name");
    return new Run(
        row.getString("id"),
        row.getString("name"),
        state,
        Instant.ofEpochMilli(row.getLong("created_at")),
        RunRow.instant(row, "started_at"),
        RunRow.instant(row, "finished_at"),
        row.getInt("attempt"),
        json.readValue(row.getString("request"), RunRequest.class),
        row.getLong("seed"),
        row.getLong("parameters"),
        state == RunState.RUNNING ? progress : progress.resting(),
        part(row, "latest", Metrics.class),
        part(row, "best", Metrics.Best.class),
        model == null ? null : new ModelName(model, row.getInt("model_version")),
        part(row, "error", ProblemDocument.class),
        position == 0 ? null : new Run.Queue(position, null),
        row.getString("created_by"));
  }

  private <T> @Nullable T part(ResultSet row, String column, Class<T> type) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : json.readValue(text, type);
  }
}
