package io.layerscope.nn.evaluation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * 95 % bootstrap intervals, low and high: the 2.5 and the 97.5 percentile of the figure over
 * resamples of the rows (Efron and Tibshirani 1993). A function of the predictions alone: the
 * resamples are always the same.
 *
 * @param resamples how many there were: fewer where there are many rows and classes
 * @param macroRocAuc null where no class has one in any resample, as the following
 */
public record Intervals(
    int resamples,
    List<Double> loss,
    List<Double> brier,
    List<Double> balancedAccuracy,
    List<Double> macroF1,
    @Nullable List<Double> macroRocAuc,
    @Nullable List<Double> macroPrAuc,
    List<Double> ece) {}
