package io.layerscope.run.log;

import io.layerscope.nn.EpochReport;
import io.layerscope.storage.AfterCommit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The log of all runs: epochs and events in the order in which they happened. Writing takes place
 * in the caller's transaction, which has made sure that the caller may write.
 */
@Component
public class RunLog {

  private static final String INSERT_EPOCH =
      "insert into run_epoch(run, epoch, train_loss, train_accuracy, validation_loss,"
          + " validation_accuracy, learning_rate, gradient_norm, seconds, samples_per_second)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String INSERT_EVENT =
      "insert into run_event(run, sequence, kind, epoch, body) values (?, ?, ?, ?, ?)";

  private final JdbcClient jdbc;
  private final JdbcOperations batch;
  private final JsonMapper json;
  private final LayerLog layers;
  private final SurfaceLog surfaces;
  private final Bell bell;

  RunLog(
      JdbcOperations operations, JsonMapper json, LayerLog layers, SurfaceLog surfaces, Bell bell) {
    this.jdbc = JdbcClient.create(operations);
    this.batch = operations;
    this.json = json;
    this.layers = layers;
    this.surfaces = surfaces;
    this.bell = bell;
  }

  /**
   * Appends epochs, each later than all that the log has, with their events. Rows go in batches and
   * the run's own row is written a fixed number of times: PostgreSQL walks over all versions that
   * one transaction has made of a row, and a small network does thousands of epochs in between.
   */
  public void append(String run, List<LoggedEpoch> epochs) {
    List<LoggedEpoch> withLayers =
        epochs.stream().filter(epoch -> epoch.report().layers() != null).toList();
    List<LoggedEpoch> trained =
        epochs.stream().filter(epoch -> epoch.report().epoch() > 0).toList();
    if (withLayers.isEmpty() && trained.isEmpty()) {
      return;
    }
    layers.append(run, withLayers);
    surfaces.keep(run, epochs);
    batch.batchUpdate(INSERT_EPOCH, trained.stream().map(epoch -> row(run, epoch)).toList());
    long sequence = take(run, withLayers.size() + trained.size());
    List<@Nullable Object[]> events = new ArrayList<>();
    for (LoggedEpoch each : epochs) {
      int epoch = each.report().epoch();
      if (each.report().layers() != null) {
        events.add(event(run, sequence++, EventKind.LAYERS, epoch, null));
      }
      if (epoch > 0) {
        events.add(event(run, sequence++, EventKind.EPOCH, epoch, null));
      }
    }
    batch.batchUpdate(INSERT_EVENT, events);
  }

  /** Appends that the run has another state. */
  public void appendState(String run, Object body, boolean end) {
    long sequence = take(run, end ? 2 : 1);
    List<@Nullable Object[]> events = new ArrayList<>();
    events.add(event(run, sequence, EventKind.STATE, null, json.writeValueAsString(body)));
    if (end) {
      events.add(event(run, sequence + 1, EventKind.END, null, "{}"));
    }
    batch.batchUpdate(INSERT_EVENT, events);
  }

  /** Whether the run's last event is in the log. */
  public boolean ended(String run) {
    return jdbc.sql(
            "select count(*) from run r left join run_event e on e.run = r.id and e.sequence ="
                + " r.sequence where r.id = ? and coalesce(e.kind, '') <> 'end'")
        .param(run)
        .query(Integer.class)
        .single()
        .equals(0);
  }

  /** The last epoch that the log has; -1 when it has none, not even epoch 0. */
  public int lastEpoch(String run) {
    return jdbc.sql("select max(epoch) from run_event where run = ?")
        .param(run)
        .query((row, number) -> row.getObject(1) == null ? -1 : row.getInt(1))
        .single();
  }

  /** The events after a sequence number, in order. */
  public List<Event> events(String run, long after, int most) {
    return jdbc.sql(
            "select e.sequence, e.kind, e.epoch, e.body, m.train_loss, m.train_accuracy,"
                + " m.validation_loss, m.validation_accuracy, m.learning_rate, m.gradient_norm,"
                + " m.seconds, m.samples_per_second from run_event e left join run_epoch m"
                + " on m.run = e.run and m.epoch = e.epoch where e.run = ? and e.sequence > ?"
                + " order by e.sequence limit ?")
        .params(run, after, most)
        .query(
            (row, number) -> {
              EventKind kind = EventKind.of(row.getString("kind"));
              Object body =
                  switch (kind) {
                    case EPOCH -> EpochMetrics.read(row);
                    case LAYERS -> new LayersEvent(row.getInt("epoch"));
                    case STATE, END -> null;
                  };
              String text = body == null ? row.getString("body") : json.writeValueAsString(body);
              return new Event(row.getLong("sequence"), kind, text);
            })
        .list();
  }

  /**
   * Takes the next sequence numbers and answers the first. They come from an update of the run's
   * row, whose lock lasts until the commit: so they become visible in order and without a gap,
   * whoever writes.
   */
  private long take(String run, int count) {
    jdbc.sql("update run set sequence = sequence + ? where id = ?").params(count, run).update();
    long last =
        jdbc.sql("select sequence from run where id = ?").param(run).query(Long.class).single();
    AfterCommit.run(() -> bell.ring(run, last));
    return last - count + 1;
  }

  private static @Nullable Object[] row(String run, LoggedEpoch epoch) {
    EpochReport report = epoch.report();
    return new @Nullable Object[] {
      run,
      report.epoch(),
      report.trainLoss(),
      report.trainAccuracy(),
      report.validationLoss(),
      report.validationAccuracy(),
      report.learningRate(),
      report.gradientNorm(),
      epoch.seconds(),
      epoch.samplesPerSecond()
    };
  }

  private static @Nullable Object[] event(
      String run, long sequence, EventKind kind, @Nullable Integer epoch, @Nullable String body) {
    return new @Nullable Object[] {run, sequence, kind.json(), epoch, body};
  }

  /** What an event of the kind {@link EventKind#LAYERS} says. */
  public record LayersEvent(int epoch) {}
}
