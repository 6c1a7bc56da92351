package io.layerscope.nn.statistics;

/** The moments and parameters of a normalization, each summed up over its units. */
public record NormalizationReport(
    Summary batchMean,
    Summary batchVariance,
    Summary runningMean,
    Summary runningVariance,
    Summary gamma,
    Summary beta) {}
