package io.layerscope.nn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {

  private static final int ROWS = 2000;
  private static final List<String> CLASSES = List.of("a", "b", "c");

  private final int[] labels = new int[ROWS];
  private final float[] probabilities = new float[3 * ROWS];
  private final Evaluation evaluation = evaluate();

  private Evaluation evaluate() {
    SplittableRandom random = new SplittableRandom(7);
    for (int row = 0; row < ROWS; row++) {
      labels[row] = random.nextInt(3);
      double[] scores = random.doubles(3).map(u -> 2 * u).toArray();
      scores[labels[row]] += 1;
      double sum = Arrays.stream(scores).map(Math::exp).sum();
      for (int k = 0; k < 3; k++) {
        probabilities[3 * row + k] = (float) (Math.exp(scores[k]) / sum);
      }
    }
    return Evaluation.of(CLASSES, labels, probabilities);
  }

  private Intervals intervals() {
    return Objects.requireNonNull(evaluation.intervals());
  }

  private static void assertAround(List<Double> interval, double figure) {
    assertThat(interval.getFirst()).isLessThan(figure);
    assertThat(interval.getLast()).isGreaterThan(figure);
  }

  @Test
  void every_figure_lies_in_its_interval() {
    assertThat(intervals().resamples()).isEqualTo(1000);
    assertAround(intervals().loss(), evaluation.loss());
    assertAround(intervals().brier(), evaluation.brier());
    assertAround(intervals().balancedAccuracy(), evaluation.balancedAccuracy());
    assertAround(intervals().macroF1(), evaluation.macro().f1());
    assertAround(
        Objects.requireNonNull(intervals().macroRocAuc()),
        Objects.requireNonNull(evaluation.macro().rocAuc()));
    assertAround(
        Objects.requireNonNull(intervals().macroPrAuc()),
        Objects.requireNonNull(evaluation.macro().prAuc()));
  }

  /** Of a mean over many rows the interval is known: 1.96 standard errors to each side. */
  @Test
  void a_means_interval_is_that_of_the_normal_distribution() {
    double[] losses =
        IntStream.range(0, ROWS)
            .mapToDouble(row -> -Math.log(probabilities[3 * row + labels[row]]))
            .toArray();
    double mean = Arrays.stream(losses).average().orElseThrow();
    double variance = Arrays.stream(losses).map(x -> (x - mean) * (x - mean)).sum() / ROWS;
    double reach = 1.96 * Math.sqrt(variance / ROWS);
    assertThat(intervals().loss().getFirst()).isCloseTo(mean - reach, within(0.2 * reach));
    assertThat(intervals().loss().getLast()).isCloseTo(mean + reach, within(0.2 * reach));
  }

  /** Hanley and McNeil's standard error, which is for continuous scores. */
  @Test
  void an_areas_interval_is_about_as_wide_as_theory_says() {
    double area = 0;
    double error = 0;
    for (ClassFigures figures : evaluation.classes()) {
      double a = Objects.requireNonNull(figures.rocAuc());
      double positives = figures.support();
      double negatives = ROWS - positives;
      double q1 = a / (2 - a);
      double q2 = 2 * a * a / (1 + a);
      double variance =
          (a * (1 - a) + (positives - 1) * (q1 - a * a) + (negatives - 1) * (q2 - a * a))
              / (positives * negatives);
      area += a / 3;
      error += Math.sqrt(variance) / 3;
    }
    List<Double> interval = Objects.requireNonNull(intervals().macroRocAuc());
    double width = interval.getLast() - interval.getFirst();
    assertThat(interval.getFirst()).isBetween(area - 4 * error, area);
    // The classes' areas are not independent and not one: the mean's error is between.
    assertThat(width).isBetween(2 * 1.96 * error / Math.sqrt(3) * 0.7, 2 * 1.96 * error * 1.3);
  }

  @Test
  void a_perfect_prediction_is_sure() {
    Evaluation perfect =
        Evaluation.of(List.of("a", "b"), new int[] {0, 1, 0}, new float[] {1, 0, 0, 1, 1, 0});
    Intervals sure = Objects.requireNonNull(perfect.intervals());
    assertThat(sure.brier()).containsExactly(0.0, 0.0);
    assertThat(sure.balancedAccuracy()).containsExactly(1.0, 1.0);
    assertThat(sure.macroRocAuc()).containsExactly(1.0, 1.0);
    assertThat(sure.ece()).containsExactly(0.0, 0.0);
  }

  @Test
  void an_area_that_no_resample_has_is_null() {
    Evaluation one = Evaluation.of(List.of("a", "b"), new int[] {0}, new float[] {0.6f, 0.4f});
    assertThat(Objects.requireNonNull(one.intervals()).macroRocAuc()).isNull();
    assertThat(Objects.requireNonNull(one.intervals()).macroPrAuc()).containsExactly(1.0, 1.0);
  }

  @Test
  void an_evaluation_that_is_ended_has_what_was_known_until_then() {
    AtomicInteger questions = new AtomicInteger();
    Evaluation whole =
        Evaluation.of(
            CLASSES,
            labels,
            probabilities,
            () -> {
              questions.incrementAndGet();
              return false;
            });
    assertThat(Objects.requireNonNull(whole).intervals()).isEqualTo(intervals());
    int resamples = intervals().resamples();
    assertThat(questions.get()).isGreaterThanOrEqualTo(resamples + CLASSES.size());

    AtomicInteger few = new AtomicInteger();
    assertThat(
            Evaluation.of(
                CLASSES, labels, probabilities, () -> few.incrementAndGet() >= CLASSES.size()))
        .isNull();
    AtomicInteger more = new AtomicInteger();
    Evaluation ended =
        Objects.requireNonNull(
            Evaluation.of(
                CLASSES, labels, probabilities, () -> more.incrementAndGet() > resamples));
    assertThat(ended.intervals()).isNull();
    assertThat(ended.classes()).isEqualTo(whole.classes());
    assertThat(more.get()).isLessThanOrEqualTo(resamples + 2);
  }

  @Test
  void the_same_predictions_have_the_same_intervals() {
    assertThat(Evaluation.of(CLASSES, labels, probabilities).intervals()).isEqualTo(intervals());
  }
}
