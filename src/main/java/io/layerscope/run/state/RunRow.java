package io.layerscope.run.state;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of a run decides its transitions.
 *
 * @param requested what a client has asked of the worker and is not done yet
 * @param lost attempts in a row that were lost without a new checkpoint
 * @param checkpoints the files of the last checkpoint and the one before, as far as there are any
 * @param ticket names the one job that may start the run
 */
record RunRow(
    String id,
    RunState state,
    @Nullable Control requested,
    int attempt,
    int lost,
    int ticket,
    int priority,
    List<String> checkpoints,
    String request,
    @Nullable String createdBy) {

  static final String COLUMNS =
      "id, state, requested, attempt, lost, ticket, priority, checkpoint,"
          + " checkpoint_before, request, created_by";

  static RunRow read(ResultSet row, int number) throws SQLException {
    String requested = row.getString("requested");
    return new RunRow(
        row.getString("id"),
        RunState.of(row.getString("state")),
        requested == null ? null : Control.of(requested),
        row.getInt("attempt"),
        row.getInt("lost"),
        row.getInt("ticket"),
        row.getInt("priority"),
        Stream.of(row.getString("checkpoint"), row.getString("checkpoint_before"))
            .filter(Objects::nonNull)
            .toList(),
        row.getString("request"),
        row.getString("created_by"));
  }

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
