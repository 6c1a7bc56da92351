package io.layerscope.nn.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * The receiver operating characteristic of one class against the rest, thinned for a picture: a
 * threshold is kept when either rate has moved by a twentieth since the last one, so there are at
 * most 42 points, and no rate between two of them is off by more than that.
 *
 * @param falsePositiveRate ascending, from 0 to 1
 * @param truePositiveRate of the same thresholds
 */
public record RocCurve(List<Double> falsePositiveRate, List<Double> truePositiveRate) {

  /** The most classes for which curves are told. */
  static final int MOST_CLASSES = 20;

  private static final double STEP = 0.05;
  private static final double DECIMALS = 1e4;

  public RocCurve {
    falsePositiveRate = List.copyOf(falsePositiveRate);
    truePositiveRate = List.copyOf(truePositiveRate);
  }

  /** Takes the thresholds from the highest down; the last is (1, 1). */
  static final class Builder {

    private final List<Double> falsePositiveRates = new ArrayList<>(List.of(0.0));
    private final List<Double> truePositiveRates = new ArrayList<>(List.of(0.0));
    private double lastFalse;
    private double lastTrue;

    void pass(double falsePositiveRate, double truePositiveRate) {
      boolean end = falsePositiveRate == 1 && truePositiveRate == 1;
      boolean moved = falsePositiveRate - lastFalse >= STEP || truePositiveRate - lastTrue >= STEP;
      if (end || moved) {
        falsePositiveRates.add(rounded(falsePositiveRate));
        truePositiveRates.add(rounded(truePositiveRate));
        lastFalse = falsePositiveRate;
        lastTrue = truePositiveRate;
      }
    }

    RocCurve build() {
      return new RocCurve(falsePositiveRates, truePositiveRates);
    }

    private static double rounded(double rate) {
      return Math.round(rate * DECIMALS) / DECIMALS;
    }
  }
}
