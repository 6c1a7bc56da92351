package io.layerscope.run.diagnosis;

import static io.layerscope.run.diagnosis.Warning.evidence;
import static io.layerscope.run.diagnosis.Warning.text;

import java.util.ArrayList;
import java.util.List;

/**
 * The size of a step beside the weights': about a thousandth is healthy. Small only where it was
 * never larger, since steps shrink when a training has converged.
 *
 * <p>A. Karpathy et al., CS231n, Ratio of weights:updates; and log10 near -3 as healthy.
 */
final class UpdateSizes implements Rule {

  static final double LARGE = -1;
  static final double SMALL = -5;

  @Override
  public List<Warning> check(History history) {
    List<Warning> warnings = new ArrayList<>();
    for (int layer = 0; layer < history.network().layers(); layer++) {
      int index = layer;
      double[] ratios =
          history.looks().stream()
              .mapToDouble(look -> look.layers().get(index).updateRatio())
              .filter(Double::isFinite)
              .sorted()
              .toArray();
      if (ratios.length == 0) {
        continue;
      }
      double median = ratios[ratios.length / 2];
      double greatest = ratios[ratios.length - 1];
      int epoch =
          history.looks().stream()
              .filter(look -> Double.isFinite(look.layers().get(index).updateRatio()))
              .mapToInt(History.Look::epoch)
              .findFirst()
              .orElse(0);
      if (median > LARGE) {
        warnings.add(large(layer + 1, epoch, median));
      } else if (greatest < SMALL) {
        warnings.add(small(layer + 1, epoch, greatest));
      }
    }
    return warnings;
  }

  private static Warning large(int layer, int epoch, double median) {
    return new Warning(
        Illness.LARGE_UPDATES,
        Severity.WARNING,
        layer,
        epoch,
        text(
            "Each step changes layer %d's weights by %.0f %% of their size.",
            layer, 100 * Math.pow(10, median)),
        "Lower the learning rate; about 0.1 % is healthy.",
        evidence("updateRatio", median, "threshold", LARGE));
  }

  private static Warning small(int layer, int epoch, double greatest) {
    return new Warning(
        Illness.SMALL_UPDATES,
        Severity.WARNING,
        layer,
        epoch,
        text(
            "No step that was looked at changed layer %d's weights by more than 10^%.1f of their"
                + " size.",
            layer, greatest),
        "Raise the learning rate, or look why the layer's gradient is so small; about 10^-3 is"
            + " healthy.",
        evidence("updateRatio", greatest, "threshold", SMALL));
  }
}
