package io.layerscope.run.log;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The latest decision surface of each run that has one. */
@Component
public class SurfaceLog {

  private final JdbcClient jdbc;
  private final JsonMapper json;

  SurfaceLog(JdbcClient jdbc, JsonMapper json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Keeps the last surface of these epochs in place of the one before. */
  void keep(String run, List<LoggedEpoch> epochs) {
    epochs.stream()
        .map(LoggedEpoch::surface)
        .filter(Objects::nonNull)
        .reduce((first, second) -> second)
        .ifPresent(
            surface ->
                jdbc.sql(
                        "insert into run_surface(run, epoch, body) values (?, ?, ?) on conflict"
                            + " (run) do update set epoch = excluded.epoch, body = excluded.body")
                    .params(run, surface.epoch(), Gzip.compress(json.writeValueAsBytes(surface)))
                    .update());
  }

  /** The latest surface; none when the run has none, or none yet. */
  public Optional<DecisionSurface> latest(String run) {
    return jdbc.sql("select body from run_surface where run = ?")
        .param(run)
        .query((row, _) -> json.readValue(Gzip.expand(row.getBytes(1)), DecisionSurface.class))
        .optional();
  }
}
