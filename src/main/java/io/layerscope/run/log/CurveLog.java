package io.layerscope.run.log;

import io.layerscope.web.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the curves of a run out of its log. */
@Component
public class CurveLog {

  private final JdbcClient jdbc;

  CurveLog(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Which part of a run's history is wanted.
   *
   * @param fromEpoch the first epoch
   * @param maxPoints the most epochs to answer; the others are thinned out
   */
  public record Window(int fromEpoch, int maxPoints) {

    private static final int MOST_POINTS = 100_000;

    /**
     * Reads the query's parameters.
     *
     * @param points how many points there are when the query does not say
     * @throws Problem 422 when one is out of bounds
     */
    public static Window of(@Nullable Integer fromEpoch, @Nullable Integer maxPoints, int points) {
      int from = fromEpoch == null ? 0 : fromEpoch;
      int most = maxPoints == null ? points : maxPoints;
      if (from < 0) {
        throw Problem.unprocessable(
            "out-of-bounds", "fromEpoch", "fromEpoch must be at least 0, but is " + from + ".");
      }
      if (most < 2 || most > MOST_POINTS) {
        throw Problem.unprocessable(
            "out-of-bounds",
            "maxPoints",
            "maxPoints must be at least 2 and at most " + MOST_POINTS + ", but is " + most + ".");
      }
      return new Window(from, most);
    }
  }

  /** The curves of a run, thinned to the window's number of points. */
  public Curves curves(String run, List<Series> chosen, Window window) {
    String columns = chosen.stream().map(Series::column).collect(Collectors.joining(", "));
    List<Integer> epochs = new ArrayList<>();
    Map<Series, List<@Nullable Double>> values = new LinkedHashMap<>();
    chosen.forEach(series -> values.put(series, new ArrayList<>()));
    jdbc.sql(
            "select epoch, "
                + columns
                + " from run_epoch where run = ? and epoch >= ? order by epoch")
        .params(run, window.fromEpoch())
        .query(
            row -> {
              epochs.add(row.getInt("epoch"));
              for (var series : values.entrySet()) {
                series.getValue().add(EpochMetrics.number(row, series.getKey()));
              }
            });
    int[] kept =
        Thinning.keep(
            epochs.size(),
            window.maxPoints(),
            values.values().stream().map(CurveLog::doubles).toList());
    Map<String, List<@Nullable Double>> series = new LinkedHashMap<>();
    values.forEach((key, all) -> series.put(key.json(), pick(all, kept)));
    return new Curves(pick(epochs, kept), series);
  }

  /** The epochs after one, in order, at most so many. */
  public List<EpochMetrics> epochs(String run, int after, int most) {
    return jdbc.sql("select * from run_epoch where run = ? and epoch > ? order by epoch limit ?")
        .params(run, after, most)
        .query((row, number) -> EpochMetrics.read(row))
        .list();
  }

  /** The seconds that the run had trained at the end of an epoch. */
  public double secondsUntil(String run, int epoch) {
    return jdbc.sql("select coalesce(sum(seconds), 0) from run_epoch where run = ? and epoch <= ?")
        .params(run, epoch)
        .query(Double.class)
        .single();
  }

  private static double[] doubles(List<@Nullable Double> values) {
    return values.stream().mapToDouble(v -> v == null ? Double.NaN : v).toArray();
  }

  private static <T extends @Nullable Object> List<T> pick(List<T> all, int[] kept) {
    List<T> picked = new ArrayList<>(kept.length);
    for (int index : kept) {
      picked.add(all.get(index));
    }
    return picked;
  }
}
