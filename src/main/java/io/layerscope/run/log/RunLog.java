package io.layerscope.run.log;

import io.layerscope.nn.EpochReport;
import io.layerscope.storage.AfterCommit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * The log of all runs: epochs and events in the order in which they happened. Writing takes place
 * in the caller's transaction, which has made sure that the caller may write.
 */
@Component
public class RunLog {

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final LayerLog layers;
  private final Bell bell;

  RunLog(JdbcClient jdbc, JsonMapper json, LayerLog layers, Bell bell) {
    this.jdbc = jdbc;
    this.json = json;
    this.layers = layers;
    this.bell = bell;
  }

  /** Appends epochs, each later than all that the log has, with their events. */
  public void append(String run, List<LoggedEpoch> epochs) {
    for (LoggedEpoch epoch : epochs) {
      EpochReport report = epoch.report();
      boolean hasLayers = report.layers() != null;
      boolean trained = report.epoch() > 0;
      if (!hasLayers && !trained) {
        continue;
      }
      long sequence = take(run, (hasLayers ? 1 : 0) + (trained ? 1 : 0));
      if (report.layers() != null) {
        layers.append(run, report.epoch(), report.layers());
        event(run, sequence++, EventKind.LAYERS, report.epoch(), null);
      }
      if (trained) {
        insert(run, epoch);
        event(run, sequence, EventKind.EPOCH, report.epoch(), null);
      }
    }
  }

  /** Appends that the run has another state. */
  public void appendState(String run, Object body, boolean end) {
    long sequence = take(run, end ? 2 : 1);
    event(run, sequence, EventKind.STATE, null, json.writeValueAsString(body));
    if (end) {
      event(run, sequence + 1, EventKind.END, null, "{}");
    }
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

  private void insert(String run, LoggedEpoch epoch) {
    EpochReport report = epoch.report();
    jdbc.sql(
            "insert into run_epoch(run, epoch, train_loss, train_accuracy, validation_loss,"
                + " validation_accuracy, learning_rate, gradient_norm, seconds,"
                + " samples_per_second) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .params(
            Parameters.of(
                run,
                report.epoch(),
                report.trainLoss(),
                report.trainAccuracy(),
                report.validationLoss(),
                report.validationAccuracy(),
                report.learningRate(),
                report.gradientNorm(),
                epoch.seconds(),
                epoch.samplesPerSecond()))
        .update();
  }

  private void event(
      String run, long sequence, EventKind kind, @Nullable Integer epoch, @Nullable String body) {
    jdbc.sql("insert into run_event(run, sequence, kind, epoch, body) values (?, ?, ?, ?, ?)")
        .params(Parameters.of(run, sequence, kind.json(), epoch, body))
        .update();
  }

  /** What an event of the kind {@link EventKind#LAYERS} says. */
  public record LayersEvent(int epoch) {}
}
