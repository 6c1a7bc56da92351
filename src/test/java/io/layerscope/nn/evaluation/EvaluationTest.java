package io.layerscope.nn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class EvaluationTest {

  private static final Offset<Double> NEAR = within(1e-9);

  /** Many ties, a true class of probability 0, and a class, d, of which no row is. */
  private static final int[] LABELS = {2, 2, 2, 1, 2, 2, 2, 0, 1, 1, 0, 1};

  private static final float[] PROBABILITIES = {
    0.2f, 0.3f, 0.2f, 0.3f,
    0.1f, 0.4f, 0.3f, 0.2f,
    0.0f, 0.7f, 0.0f, 0.3f,
    0.3f, 0.4f, 0.2f, 0.1f,
    0.1f, 0.1f, 0.8f, 0.0f,
    0.1f, 0.1f, 0.8f, 0.0f,
    0.1f, 0.2f, 0.1f, 0.6f,
    0.4f, 0.3f, 0.3f, 0.0f,
    0.1f, 0.3f, 0.3f, 0.3f,
    0.2f, 0.5f, 0.2f, 0.1f,
    0.2f, 0.1f, 0.7f, 0.0f,
    0.1f, 0.7f, 0.1f, 0.1f
  };

  private final Evaluation evaluation =
      Evaluation.of(List.of("a", "b", "c", "d"), LABELS, PROBABILITIES);

  /**
   * Figures by numpy, straight from the definitions: all pairs for the area, all thresholds for the
   * precision.
   */
  @Test
  void figures_by_class_are_those_of_their_definitions() {
    assertClass(0, 2, 1, 0.5, 0.9, 0.7);
    assertClass(1, 4, 4.0 / 7, 1, 0.8125, 0.5666666666666667);
    assertClass(2, 6, 2.0 / 3, 1.0 / 3, 0.5138888888888888, 0.6498316498316499);
    ClassFigures absent = evaluation.classes().get(3);
    assertThat(absent).isEqualTo(new ClassFigures("d", 0, 0, 0, 0, null, null, null));
  }

  @Test
  void a_curve_goes_from_corner_to_corner_and_encloses_the_area() {
    for (ClassFigures figures : evaluation.classes().subList(0, 3)) {
      List<Double> x = figures.roc().falsePositiveRate();
      List<Double> y = figures.roc().truePositiveRate();
      double area = 0;
      for (int point = 1; point < x.size(); point++) {
        area += (x.get(point) - x.get(point - 1)) * (y.get(point) + y.get(point - 1)) / 2;
      }
      assertThat(area).isCloseTo(figures.rocAuc(), within(1e-3));
      assertThat(List.of(x.getFirst(), y.getFirst())).containsOnly(0.0);
      assertThat(List.of(x.getLast(), y.getLast())).containsOnly(1.0);
    }
  }

  private void assertClass(
      int c, long support, double precision, double recall, double rocAuc, double prAuc) {
    ClassFigures figures = evaluation.classes().get(c);
    assertThat(figures.support()).isEqualTo(support);
    assertThat(figures.precision()).isCloseTo(precision, NEAR);
    assertThat(figures.recall()).isCloseTo(recall, NEAR);
    assertThat(figures.f1()).isCloseTo(2 * precision * recall / (precision + recall), NEAR);
    assertThat(figures.rocAuc()).isCloseTo(rocAuc, NEAR);
    assertThat(figures.prAuc()).isCloseTo(prAuc, NEAR);
  }

  @Test
  void losses_are_those_of_their_definitions_with_a_certain_miss_clipped() {
    assertThat(evaluation.loss()).isCloseTo(2.2667068502930987, NEAR);
    assertThat(evaluation.brier()).isCloseTo(0.6500000004967056, NEAR);
  }

  @Test
  void accuracies_count_rows_or_classes() {
    assertThat(evaluation.rows()).isEqualTo(12);
    assertThat(evaluation.accuracy()).isCloseTo(7.0 / 12, NEAR);
    assertThat(evaluation.balancedAccuracy()).isCloseTo((0.5 + 1 + 1.0 / 3) / 3, NEAR);
    assertThat(evaluation.topK()).containsOnlyKeys("1", "3");
    assertThat(evaluation.topK().get("1")).isCloseTo(7.0 / 12, NEAR);
    assertThat(evaluation.topK().get("3")).isCloseTo(0.75, NEAR);
  }

  @Test
  void averages_weigh_classes_alike_or_by_their_rows() {
    assertThat(evaluation.macro().recall()).isCloseTo((0.5 + 1 + 1.0 / 3) / 4, NEAR);
    assertThat(evaluation.weighted().recall()).isCloseTo(7.0 / 12, NEAR);
    assertThat(evaluation.macro().rocAuc())
        .isCloseTo((0.9 + 0.8125 + 0.5138888888888888) / 3, NEAR);
    assertThat(evaluation.weighted().prAuc())
        .isCloseTo((2 * 0.7 + 4 * 0.5666666666666667 + 6 * 0.6498316498316499) / 12, NEAR);
  }

  @Test
  void the_confusion_matrix_has_a_row_for_each_true_class() {
    assertThat(evaluation.confusionMatrix().labels()).containsExactly("a", "b", "c", "d");
    assertThat(evaluation.confusionMatrix().counts())
        .containsExactly(
            List.of(1L, 0L, 1L, 0L),
            List.of(0L, 4L, 0L, 0L),
            List.of(0L, 3L, 2L, 1L),
            List.of(0L, 0L, 0L, 0L));
  }

  @Test
  void calibration_bins_hold_every_row_once() {
    Calibration calibration = evaluation.calibration();
    assertThat(calibration.ece()).isCloseTo(0.3166666602094968, NEAR);
    assertThat(calibration.bins()).hasSize(15);
    assertThat(calibration.bins().stream().mapToLong(Calibration.Bin::count).sum()).isEqualTo(12);
    assertThat(calibration.bins().getFirst())
        .isEqualTo(new Calibration.Bin(0, 1.0 / 15, 0, null, null));
  }

  @Test
  void a_confidence_on_an_edge_belongs_to_the_lower_bin_and_certainty_to_the_last() {
    Calibration calibration = Calibration.of(new float[] {1, 0}, new boolean[] {true, false});
    assertThat(calibration.bins().getLast())
        .isEqualTo(new Calibration.Bin(14.0 / 15, 1, 1, 1.0, 1.0));
    assertThat(calibration.bins().getFirst().count()).isEqualTo(1);
    assertThat(calibration.ece()).isZero();
  }

  /** scipy.stats.binom.ppf([0.025, 0.975], rows, accuracy). */
  @Test
  void the_accuracys_interval_is_that_of_endless_resampling() {
    assertThat(AccuracyInterval.of(9800, 10000)).containsExactly(0.9772, 0.9827);
    assertThat(AccuracyInterval.of(5, 5)).containsExactly(1.0, 1.0);
    assertThat(AccuracyInterval.of(0, 5)).containsExactly(0.0, 0.0);
    assertThat(AccuracyInterval.of(1, 2)).containsExactly(0.0, 1.0);
  }

  @Test
  void a_perfect_prediction_is_perfect_in_every_figure() {
    Evaluation perfect =
        Evaluation.of(List.of("a", "b"), new int[] {0, 1, 1}, new float[] {1, 0, 0, 1, 0, 1});
    assertThat(perfect.loss()).isCloseTo(0x1p-23, within(1e-12));
    assertThat(perfect.accuracy()).isEqualTo(1);
    assertThat(perfect.brier()).isZero();
    assertThat(perfect.macro()).isEqualTo(new AverageFigures(1, 1, 1, 1.0, 1.0));
    assertThat(perfect.calibration().ece()).isZero();
  }

  @Test
  void equal_scores_rank_no_better_than_chance() {
    Evaluation constant =
        Evaluation.of(
            List.of("a", "b"),
            new int[] {0, 1, 1, 1},
            new float[] {.5f, .5f, .5f, .5f, .5f, .5f, .5f, .5f});
    assertThat(constant.classes().get(1).rocAuc()).isEqualTo(0.5);
    assertThat(constant.classes().get(1).prAuc()).isEqualTo(0.75);
    assertThat(constant.accuracy()).isEqualTo(0.25);
  }

  @Test
  void an_evaluation_reads_back_from_its_json() {
    JsonMapper json = new JsonMapper();
    assertThat(json.readValue(json.writeValueAsString(evaluation), Evaluation.class))
        .isEqualTo(evaluation);
  }

  @Test
  void no_rows_cannot_be_evaluated() {
    assertThatThrownBy(() -> Evaluation.of(List.of("a", "b"), new int[0], new float[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
