package io.layerscope.run.log;

import io.layerscope.nn.statistics.LayerReport;
import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The layer statistics of all runs, compressed. A run's statistics take at most {@link
 * #MOST_BYTES}: when they would take more, every other epoch is forgotten, again and again; epoch 0
 * and the latest always stay.
 */
@Component
public class LayerLog {

  private static final long MOST_BYTES = 40L << 20;

  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final long mostBytes;

  @Autowired
  LayerLog(JdbcClient jdbc, JsonMapper json) {
    this(jdbc, json, MOST_BYTES);
  }

  LayerLog(JdbcClient jdbc, JsonMapper json, long mostBytes) {
    this.jdbc = jdbc;
    this.json = json;
    this.mostBytes = mostBytes;
  }

  /** Every layer's statistics at one epoch; epoch 0 is before the first step. */
  @Schema(name = "LayersAtEpoch")
  public record AtEpoch(
      int epoch,
      @ArraySchema(schema = @Schema(implementation = LayerReport.class)) List<JsonNode> layers) {}

  /** One layer's statistics through time. */
  @Schema(name = "LayerThroughTime")
  public record ThroughTime(
      int index,
      List<Integer> epochs,
      @ArraySchema(schema = @Schema(implementation = LayerReport.class)) List<JsonNode> layers) {}

  /** Appends the statistics of epochs that have some, in their order. */
  void append(String run, List<LoggedEpoch> epochs) {
    if (epochs.isEmpty()) {
      return;
    }
    Kept kept = kept(run);
    LoggedEpoch last = epochs.getLast();
    for (LoggedEpoch each : epochs) {
      int epoch = each.report().epoch();
      if (each != last && epoch % kept.stride != 0) {
        // It would be forgotten with the next one; to compress it costs more than a short epoch.
        continue;
      }
      byte[] body = Gzip.compress(json.writeValueAsBytes(each.report().layers()));
      // The epoch before was kept as long as it was the latest.
      if (kept.latest % kept.stride != 0) {
        jdbc.sql("delete from run_layers where run = ? and epoch = ?")
            .params(run, kept.latest)
            .update();
        kept.bytes -= kept.latestBytes;
      }
      jdbc.sql("insert into run_layers(run, epoch, body) values (?, ?, ?)")
          .params(run, epoch, body)
          .update();
      kept.latest = epoch;
      kept.latestBytes = body.length;
      kept.bytes += body.length;
      if (kept.bytes > mostBytes) {
        thin(run, kept);
      }
    }
    jdbc.sql("update run set layer_stride = ?, layer_bytes = ? where id = ?")
        .params(kept.stride, kept.bytes, run)
        .update();
  }

  /**
   * The statistics of one epoch.
   *
   * @param epoch null for the latest
   * @throws Problem 404 when the log has none (yet, or none of that epoch)
   */
  public AtEpoch at(String run, @Nullable Integer epoch) {
    Optional<Integer> found =
        epoch == null
            ? epochs(run, 0).stream().reduce((first, second) -> second)
            : Optional.of(epoch);
    return found
        .flatMap(wanted -> find(run, wanted))
        .orElseThrow(
            () ->
                Problem.notFound(
                    "no-statistics",
                    epoch == null
                        ? "The run has no layer statistics yet."
                        : "The run has no layer statistics of epoch " + epoch + "."));
  }

  /** One layer (index from 1) through time, at most the window's number of epochs. */
  public ThroughTime of(String run, int index, CurveLog.Window window) {
    List<Integer> all = epochs(run, window.fromEpoch());
    List<Integer> epochs = new ArrayList<>();
    List<JsonNode> layers = new ArrayList<>();
    for (int kept : Thinning.keep(all.size(), window.maxPoints(), List.of())) {
      int epoch = all.get(kept);
      body(run, epoch)
          .ifPresent(
              body -> {
                layers.add(layer(body, index));
                epochs.add(epoch);
              });
    }
    return new ThroughTime(index, epochs, layers);
  }

  /** Every layer's statistics at the first, the latest, and some epochs between; none at first. */
  public List<AtEpoch> overview(String run, int most) {
    List<Integer> all = epochs(run, 0);
    List<AtEpoch> chosen = new ArrayList<>();
    for (int kept : Thinning.keep(all.size(), most, List.of())) {
      int epoch = all.get(kept);
      find(run, epoch).ifPresent(chosen::add);
    }
    return chosen;
  }

  /** The statistics of one epoch, if the log has them. */
  public Optional<AtEpoch> find(String run, int epoch) {
    return read(run, epoch).map(layers -> new AtEpoch(epoch, layers));
  }

  /** The epochs that the log has statistics of, ascending. */
  public List<Integer> epochs(String run, int from) {
    return jdbc.sql("select epoch from run_layers where run = ? and epoch >= ? order by epoch")
        .params(run, from)
        .query((row, number) -> row.getInt(1))
        .list();
  }

  private Optional<List<JsonNode>> read(String run, int epoch) {
    return body(run, epoch).map(body -> List.copyOf(json.readTree(body).values()));
  }

  private Optional<byte[]> body(String run, int epoch) {
    return jdbc.sql("select body from run_layers where run = ? and epoch = ?")
        .params(run, epoch)
        .query((row, number) -> Gzip.expand(row.getBytes(1)))
        .optional();
  }

  /** One layer of an epoch, without a tree of the others. */
  private JsonNode layer(byte[] body, int index) {
    try (JsonParser in = json.createParser(body)) {
      in.nextToken();
      int count = 0;
      while (in.nextToken() != JsonToken.END_ARRAY) {
        count++;
        if (count == index) {
          return json.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).readTree(in);
        }
        in.skipChildren();
      }
      throw Problem.notFound(
          "unknown-layer", "The network has the layers 1 to " + count + ", not " + index + ".");
    }
  }

  /** What the log holds of a run: every so many epochs, and the latest. */
  private static final class Kept {
    int stride;
    long bytes;
    int latest;
    int latestBytes;
  }

  private Kept kept(String run) {
    Kept kept = new Kept();
    jdbc.sql("select layer_stride, layer_bytes from run where id = ?")
        .param(run)
        .query(
            row -> {
              kept.stride = row.getInt(1);
              kept.bytes = row.getLong(2);
            });
    jdbc.sql("select epoch, length(body) from run_layers where run = ? order by epoch desc limit 1")
        .param(run)
        .query(
            row -> {
              kept.latest = row.getInt(1);
              kept.latestBytes = row.getInt(2);
            });
    return kept;
  }

  private void thin(String run, Kept kept) {
    kept.stride *= 2;
    jdbc.sql("delete from run_layers where run = ? and epoch % ? <> 0 and epoch < ?")
        .params(run, kept.stride, kept.latest)
        .update();
    kept.bytes =
        jdbc.sql("select sum(length(body)) from run_layers where run = ?")
            .param(run)
            .query(Long.class)
            .single();
  }
}
