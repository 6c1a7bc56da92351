package io.layerscope.nn.statistics;

/**
 * The moments and parameters of a normalization, each summed up over its units.
 *
 * @param outputMean of gamma x^ + beta over the rows, to be seen beside beta
 * @param outputVariance of gamma x^ + beta over the rows
 * @param expectedOutputVariance gamma^2 v/(v + eps); where groups are whitened gamma^2 (1 - eps
 *     (S^-1)[unit, unit])
 */
public record NormalizationReport(
    Summary batchMean,
    Summary batchVariance,
    Summary runningMean,
    Summary runningVariance,
    Summary gamma,
    Summary beta,
    Summary outputMean,
    Summary outputVariance,
    Summary expectedOutputVariance) {}
