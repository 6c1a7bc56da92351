package io.layerscope.nn.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Resamples the rows with replacement and takes the figures of each resample. Rows are sorted once:
 * a resample only says how often each row counts.
 */
final class Bootstrap {

  private static final int MOST = 1000;
  private static final int LEAST = 200;

  /** Rows times classes of all resamples together that take about half a second. */
  private static final double WORK = 1.5e8;

  private static final long SEED = 1;
  private static final int FIGURES = 7;

  private final int rows;
  private final int classes;
  private final int[] labels;
  private final Ranks ranks;
  private final float[] probabilities;
  private final double[] losses;
  private final double[] briers;
  private final int[] bins;

  /** By class, the rows in the order of their score, the highest first; ties are complemented. */
  private final int[][] order;

  private final int[] weights;

  Bootstrap(int[] labels, float[] probabilities, int classes, Ranks ranks) {
    this.rows = labels.length;
    this.classes = classes;
    this.labels = labels;
    this.probabilities = probabilities;
    this.ranks = ranks;
    losses = new double[rows];
    briers = new double[rows];
    bins = new int[rows];
    weights = new int[rows];
    order = new int[classes][];
    for (int row = 0; row < rows; row++) {
      losses[row] = Evaluation.loss(probabilities[row * classes + labels[row]]);
      briers[row] = Evaluation.brier(labels[row], probabilities, row, classes);
      bins[row] = Calibration.bin(ranks.confidences()[row]);
    }
  }

  /** A row's number is complemented where the next one has the same score. */
  private int[] order(int k) {
    long[] keys = new long[rows];
    for (int row = 0; row < rows; row++) {
      int bits = Float.floatToIntBits(probabilities[row * classes + k] + 0f);
      keys[row] = (long) ~(bits ^ ((bits >> 31) & Integer.MAX_VALUE)) << 32 | row;
    }
    Arrays.sort(keys);
    int[] sorted = new int[rows];
    for (int i = 0; i < rows; i++) {
      boolean tied = i + 1 < rows && keys[i] >> 32 == keys[i + 1] >> 32;
      sorted[i] = tied ? ~(int) keys[i] : (int) keys[i];
    }
    return sorted;
  }

  /** Null when it was ended before all resamples were taken. */
  @Nullable Intervals intervals(BooleanSupplier ended) {
    for (int k = 0; k < classes && !ended.getAsBoolean(); k++) {
      order[k] = order(k);
    }
    int resamples = (int) Math.clamp(WORK / ((double) rows * classes), LEAST, MOST);
    double[][] figures = new double[FIGURES][resamples];
    SplittableRandom random = new SplittableRandom(SEED);
    for (int resample = 0; resample < resamples; resample++) {
      if (ended.getAsBoolean()) {
        return null;
      }
      Arrays.fill(weights, 0);
      for (int i = 0; i < rows; i++) {
        weights[random.nextInt(rows)]++;
      }
      double[] of = figures();
      for (int figure = 0; figure < FIGURES; figure++) {
        figures[figure][resample] = of[figure];
      }
    }
    return new Intervals(
        resamples,
        known(figures[0]),
        known(figures[1]),
        known(figures[2]),
        known(figures[3]),
        interval(figures[4]),
        interval(figures[5]),
        known(figures[6]));
  }

  /** In the order of {@link Intervals}. */
  private double[] figures() {
    double loss = 0;
    double brier = 0;
    long[] support = new long[classes];
    long[] predicted = new long[classes];
    long[] hits = new long[classes];
    double[] gaps = new double[Calibration.BINS];
    for (int row = 0; row < rows; row++) {
      int weight = weights[row];
      if (weight > 0) {
        boolean hit = ranks.predicted()[row] == labels[row];
        loss += weight * losses[row];
        brier += weight * briers[row];
        support[labels[row]] += weight;
        predicted[ranks.predicted()[row]] += weight;
        hits[labels[row]] += hit ? weight : 0;
        gaps[bins[row]] += weight * ((hit ? 1 : 0) - (double) ranks.confidences()[row]);
      }
    }
    double ece = 0;
    for (double gap : gaps) {
      ece += Math.abs(gap) / rows;
    }
    double recall = 0;
    double f1 = 0;
    int present = 0;
    for (int k = 0; k < classes; k++) {
      present += support[k] > 0 ? 1 : 0;
      recall += support[k] > 0 ? (double) hits[k] / support[k] : 0;
      f1 += support[k] + predicted[k] > 0 ? 2.0 * hits[k] / (support[k] + predicted[k]) : 0;
    }
    double[] areas = areas(support);
    return new double[] {
      loss / rows, brier / rows, recall / present, f1 / classes, areas[0], areas[1], ece
    };
  }

  /** The mean areas under ROC and precision-recall of the classes that have them. */
  private double[] areas(long[] support) {
    double roc = 0;
    double precision = 0;
    int withRoc = 0;
    int withPrecision = 0;
    for (int k = 0; k < classes; k++) {
      if (support[k] > 0) {
        double[] areas = areas(k, support[k]);
        precision += areas[1];
        withPrecision++;
        if (support[k] < rows) {
          roc += areas[0];
          withRoc++;
        }
      }
    }
    return new double[] {
      withRoc == 0 ? Double.NaN : roc / withRoc,
      withPrecision == 0 ? Double.NaN : precision / withPrecision
    };
  }

  private double[] areas(int k, long positives) {
    long truePositives = 0;
    long falsePositives = 0;
    long newTrue = 0;
    long newFalse = 0;
    double roc = 0;
    double precision = 0;
    for (int entry : order[k]) {
      int row = entry < 0 ? ~entry : entry;
      if (labels[row] == k) {
        newTrue += weights[row];
      } else {
        newFalse += weights[row];
      }
      if (entry >= 0 && newTrue + newFalse > 0) {
        truePositives += newTrue;
        falsePositives += newFalse;
        roc += newFalse * (truePositives - 0.5 * newTrue);
        precision += newTrue * (double) truePositives / (truePositives + falsePositives);
        newTrue = 0;
        newFalse = 0;
      }
    }
    return new double[] {roc / positives / Math.max(1, rows - positives), precision / positives};
  }

  private static List<Double> known(double[] figures) {
    List<Double> interval = interval(figures);
    if (interval == null) {
      throw new IllegalStateException("a figure that every resample has is missing");
    }
    return interval;
  }

  /** Of the resamples that have the figure; null where none has. */
  private static @Nullable List<Double> interval(double[] figures) {
    double[] sorted = Arrays.stream(figures).filter(Double::isFinite).sorted().toArray();
    return sorted.length == 0 ? null : List.of(at(sorted, 0.025), at(sorted, 0.975));
  }

  /** Linear interpolation, as numpy's default. */
  private static double at(double[] sorted, double fraction) {
    double position = fraction * (sorted.length - 1);
    int low = (int) position;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (position - low) * (sorted[high] - sorted[low]);
  }
}
