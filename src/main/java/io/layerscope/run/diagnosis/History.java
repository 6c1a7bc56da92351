package io.layerscope.run.diagnosis;

import io.layerscope.nn.EarlyStopping;
import io.layerscope.nn.NetworkSpec;
import io.layerscope.run.log.Curves;
import io.layerscope.run.log.LayerLog.AtEpoch;
import io.layerscope.run.log.Series;
import io.layerscope.run.state.Run;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A run's past, as the rules read it.
 *
 * @param looks some epochs with the state of every layer, ascending
 */
record History(Run run, Curves curves, List<Look> looks) {

  /** All layers at an epoch. */
  record Look(int epoch, List<LayerState> layers) {

    static Look of(AtEpoch at) {
      return new Look(at.epoch(), at.layers().stream().map(LayerState::of).toList());
    }
  }

  NetworkSpec network() {
    return run.request().model();
  }

  /** Whether the model that is kept is the best epoch's and not the last's. */
  boolean keepsBest() {
    return run.request().training().earlyStopping().map(EarlyStopping::keepBest).orElse(false);
  }

  Look latest() {
    return looks.getLast();
  }

  /**
   * Since which of the looked-at epochs a condition has held without a break; -1 if it does not.
   */
  int since(IntPredicate holds) {
    int since = -1;
    for (int i = looks.size() - 1; i >= 0 && holds.test(i); i--) {
      since = looks.get(i).epoch();
    }
    return since;
  }

  /** A curve; not a number where it has none. */
  double[] curve(Series series) {
    List<@Nullable Double> values = curves.series().getOrDefault(series.json(), List.of());
    return values.stream().mapToDouble(v -> v == null ? Double.NaN : v).toArray();
  }
}
