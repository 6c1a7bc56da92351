package io.layerscope.nn.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How good predicted probabilities are on rows whose classes are known. Definitions are those of
 * scikit-learn.
 *
 * @param loss the mean of -log of the true class's probability, clipped to [e, 1 - e] with
 *     float32's e = 2^-23
 * @param accuracyInterval the 95 % bootstrap interval, low and high
 * @param balancedAccuracy the mean recall of the classes that have rows
 * @param brier the mean over rows of the sum over classes of (p - y)^2, between 0 and 2
 * @param topK for k of 1, 3 and 5, as far as there are classes: the part of the rows whose class is
 *     among the k most probable
 * @param intervals how sure the other figures are; null in an evaluation that is older than they,
 *     or was ended before they were known
 */
public record Evaluation(
    int rows,
    double loss,
    double accuracy,
    List<Double> accuracyInterval,
    double balancedAccuracy,
    List<ClassFigures> classes,
    AverageFigures macro,
    AverageFigures weighted,
    ConfusionMatrix confusionMatrix,
    double brier,
    Calibration calibration,
    Map<String, Double> topK,
    @Nullable Intervals intervals) {

  private static final int[] TOP = {1, 3, 5};
  private static final double EPSILON = 0x1p-23;

  public Evaluation {
    accuracyInterval = List.copyOf(accuracyInterval);
    classes = List.copyOf(classes);
    topK = Collections.unmodifiableMap(new LinkedHashMap<>(topK));
  }

  /**
   * Evaluates predictions.
   *
   * @param classes the K classes' names
   * @param labels each row's class index; at least one row
   * @param probabilities [rows, K], row-major
   */
  public static Evaluation of(List<String> classes, int[] labels, float[] probabilities) {
    return Objects.requireNonNull(of(classes, labels, probabilities, () -> false));
  }

  /**
   * Evaluates predictions for as long as it is wanted.
   *
   * @param ended asked again and again; what is not known when it says so is left out
   * @return null when only parts of the figures are known; without intervals when only these are
   *     not
   */
  public static @Nullable Evaluation of(
      List<String> classes, int[] labels, float[] probabilities, BooleanSupplier ended) {
    if (labels.length == 0 || (long) labels.length * classes.size() != probabilities.length) {
      throw new IllegalArgumentException(
          probabilities.length
              + " probabilities for "
              + labels.length
              + " rows of "
              + classes.size()
              + " classes");
    }
    int rows = labels.length;
    Ranks ranks = Ranks.of(labels, probabilities, classes.size());
    ConfusionMatrix confusion = ConfusionMatrix.of(classes, labels, ranks.predicted());
    List<ClassFigures> figures = figures(confusion, labels, probabilities, ended);
    if (figures.size() < classes.size()) {
      return null;
    }
    return new Evaluation(
        rows,
        loss(labels, probabilities, classes.size()),
        (double) confusion.correct() / rows,
        AccuracyInterval.of(confusion.correct(), rows),
        figures.stream()
            .filter(f -> f.support() > 0)
            .mapToDouble(ClassFigures::recall)
            .average()
            .orElse(0),
        figures,
        AverageFigures.macro(figures),
        AverageFigures.weighted(figures),
        confusion,
        brier(labels, probabilities, classes.size()),
        Calibration.of(ranks.confidences(), ranks.correct()),
        topK(ranks, classes.size()),
        new Bootstrap(labels, probabilities, classes.size(), ranks).intervals(ended));
  }

  private static double loss(int[] labels, float[] probabilities, int classes) {
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      sum += loss(probabilities[row * classes + labels[row]]);
    }
    return sum / labels.length;
  }

  private static double brier(int[] labels, float[] probabilities, int classes) {
    double sum = 0;
    for (int row = 0; row < labels.length; row++) {
      sum += brier(labels[row], probabilities, row, classes);
    }
    return sum / labels.length;
  }

  /** -log of the true class's probability. */
  static double loss(float probability) {
    return -Math.log(Math.clamp((double) probability, EPSILON, 1 - EPSILON));
  }

  /** The squared distance of a row's probabilities from the truth. */
  static double brier(int label, float[] probabilities, int row, int classes) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      double difference = probabilities[row * classes + c] - (c == label ? 1.0 : 0.0);
      sum += difference * difference;
    }
    return sum;
  }

  /** Of all classes, or of the first ones when it was ended. */
  private static List<ClassFigures> figures(
      ConfusionMatrix confusion, int[] labels, float[] probabilities, BooleanSupplier ended) {
    List<String> classes = confusion.labels();
    List<ClassFigures> figures = new ArrayList<>();
    for (int c = 0; c < classes.size() && !ended.getAsBoolean(); c++) {
      RankedScores ranked = RankedScores.of(labels, probabilities, classes.size(), c);
      figures.add(
          new ClassFigures(
              classes.get(c),
              confusion.support(c),
              confusion.precision(c),
              confusion.recall(c),
              confusion.f1(c),
              ranked.rocAuc(),
              ranked.averagePrecision(),
              classes.size() <= RocCurve.MOST_CLASSES ? ranked.roc() : null));
    }
    return figures;
  }

  private static Map<String, Double> topK(Ranks ranks, int classes) {
    Map<String, Double> topK = new LinkedHashMap<>();
    for (int k : TOP) {
      if (k <= classes) {
        topK.put(String.valueOf(k), ranks.within(k));
      }
    }
    return topK;
  }
}
