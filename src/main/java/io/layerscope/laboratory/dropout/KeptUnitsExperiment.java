package io.layerscope.laboratory.dropout;

import io.layerscope.laboratory.dropout.KeptUnitsAnswer.Frequency;
import io.layerscope.laboratory.dropout.KeptUnitsAnswer.Measured;
import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Matrix;
import io.layerscope.nn.array.Randomness;
import io.layerscope.nn.array.Randomness.Purpose;
import io.layerscope.nn.array.kernel.Elements;
import io.layerscope.nn.array.kernel.Kernels;
import io.layerscope.nn.array.kernel.Masks;
import io.layerscope.nn.theory.ChiSquare;
import io.layerscope.nn.theory.Distribution;
import io.layerscope.nn.theory.DropoutMoments;
import io.layerscope.nn.theory.Poisson;
import io.layerscope.nn.theory.Quantiles;
import io.layerscope.nn.theory.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/** Draws the masks of dropout, and counts the units that they keep. */
final class KeptUnitsExperiment {

  /** Units whose mask is drawn at once. */
  private static final int BLOCK = 1 << 18;

  /** Masks in one piece of work: some ten milliseconds. */
  private static final int PIECE = 1 << 22;

  private static final int UNITS = 3;
  private static final int MASKS = 4;

  private final KeptUnitsQuery query;
  private final Elements elements = Kernels.best().elements();

  private KeptUnitsExperiment(KeptUnitsQuery query) {
    this.query = query;
  }

  static Measured make(KeptUnitsQuery query, List<Support.Mass> points, ComputeThreads threads) {
    return new KeptUnitsExperiment(query).measured(points, threads);
  }

  private Measured measured(List<Support.Mass> points, ComputeThreads threads) {
    int[] kept = count(units(), threads);
    Distribution theory = query.distribution();
    double mean = Arrays.stream(kept).average().orElse(0);
    double variance =
        Arrays.stream(kept).mapToDouble(k -> (k - mean) * (k - mean)).sum() / kept.length;
    DropoutMoments.Moments moments =
        new DropoutMoments.Moments(theory.mean(), theory.variance(), theory.fourthMoment());
    return new Measured(
        kept.length,
        mean,
        variance,
        MomentsAnswer.Pair.errors(moments, kept.length),
        frequencies(kept, points),
        chiSquare(kept, theory));
  }

  /** The number of units of each sample. */
  private int[] units() {
    int[] units = new int[query.samples()];
    if (query.lambda() == null) {
      Arrays.fill(units, query.keptUnits().units());
      return units;
    }
    Quantiles poisson = Quantiles.of(new Poisson(query.lambda()));
    RandomGenerator random = Randomness.generator(key(UNITS, 0));
    for (int sample = 0; sample < units.length; sample++) {
      units[sample] = poisson.at(random.nextDouble());
    }
    return units;
  }

  /** The number of kept units of each sample. */
  private int[] count(int[] units, ComputeThreads threads) {
    int[] kept = new int[units.length];
    int width = Math.clamp(Arrays.stream(units).max().orElse(1), 1, BLOCK);
    try (Matrix ones = Matrix.zeros(1, width);
        Matrix masked = Matrix.zeros(1, width)) {
      ones.fill(1);
      for (int from = 0; from < units.length; ) {
        int first = from;
        long masks = 0;
        while (from < units.length && (from == first || masks + units[from] <= PIECE)) {
          masks += units[from++];
        }
        int end = from;
        threads.call(
            Executors.callable(
                () -> {
                  for (int sample = first; sample < end; sample++) {
                    kept[sample] = count(sample, units[sample], ones, masked);
                  }
                }));
      }
    }
    return kept;
  }

  private int count(int sample, int units, Matrix ones, Matrix masked) {
    int threshold = Masks.threshold(query.dropout());
    long key = key(MASKS, sample);
    double kept = 0;
    for (int from = 0; from < units; from += ones.columns()) {
      int n = Math.min(ones.columns(), units - from);
      masked.copy(ones);
      elements.drop(masked.address(), n, from, key, threshold, 1);
      kept += elements.absolutes(masked.address(), n);
    }
    return (int) kept;
  }

  private long key(int use, int sample) {
    return Randomness.key(query.seed(), Purpose.LABORATORY, 0, sample, use);
  }

  private static List<Frequency> frequencies(int[] kept, List<Support.Mass> points) {
    int low = points.getFirst().k();
    int width = points.getFirst().to() - low + 1;
    long[] counts = new long[points.size()];
    for (int k : kept) {
      counts[Math.clamp((k - low) / width, 0, counts.length - 1)]++;
    }
    List<Frequency> frequencies = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      Support.Mass point = points.get(i);
      double p = Math.min(1, point.probability());
      frequencies.add(
          new Frequency(
              point.k(),
              point.to(),
              counts[i],
              (double) counts[i] / kept.length,
              Math.sqrt(p * (1 - p) / kept.length)));
    }
    return frequencies;
  }

  private static ChiSquare chiSquare(int[] kept, Distribution theory) {
    Support support = Support.of(theory);
    double[] counts = new double[support.high() - support.low() + 1];
    double[] expected = new double[counts.length];
    for (int k : kept) {
      counts[Math.clamp(k - support.low(), 0, counts.length - 1)]++;
    }
    for (int i = 0; i < expected.length; i++) {
      expected[i] = kept.length * theory.probability(support.low() + i);
    }
    return ChiSquare.of(counts, expected);
  }
}
