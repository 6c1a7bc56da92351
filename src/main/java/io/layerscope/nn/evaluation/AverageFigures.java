package io.layerscope.nn.evaluation;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Figures averaged over classes; areas over the classes that have them. */
public record AverageFigures(
    double precision, double recall, double f1, @Nullable Double rocAuc, @Nullable Double prAuc) {

  /** Every class counts the same. */
  static AverageFigures macro(List<ClassFigures> classes) {
    return of(classes, figures -> 1);
  }

  /** Every class counts as its rows. */
  static AverageFigures weighted(List<ClassFigures> classes) {
    return of(classes, ClassFigures::support);
  }

  private static AverageFigures of(
      List<ClassFigures> classes, ToDoubleFunction<ClassFigures> weight) {
    return new AverageFigures(
        known(mean(classes, weight, ClassFigures::precision)),
        known(mean(classes, weight, ClassFigures::recall)),
        known(mean(classes, weight, ClassFigures::f1)),
        mean(classes, weight, ClassFigures::rocAuc),
        mean(classes, weight, ClassFigures::prAuc));
  }

  private static @Nullable Double mean(
      List<ClassFigures> classes,
      ToDoubleFunction<ClassFigures> weight,
      Function<ClassFigures, @Nullable Double> figure) {
    double sum = 0;
    double weights = 0;
    for (ClassFigures figures : classes) {
      Double value = figure.apply(figures);
      if (value != null) {
        sum += weight.applyAsDouble(figures) * value;
        weights += weight.applyAsDouble(figures);
      }
    }
    return weights == 0 ? null : sum / weights;
  }

  private static double known(@Nullable Double value) {
    return value == null ? 0 : value;
  }
}
