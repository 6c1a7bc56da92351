package io.layerscope.nn.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * How well one class is told from the rest.
 *
 * @param support rows of this class
 * @param precision of the rows predicted to be of this class, the part that is; 0 if there are none
 * @param recall of this class's rows, the part predicted; 0 if there are none
 * @param f1 the harmonic mean of both
 * @param rocAuc null if all rows are of this class or none is
 * @param prAuc average precision; null if no row is of this class
 * @param roc the receiver operating characteristic; null where its area is, with more than {@value
 *     RocCurve#MOST_CLASSES} classes, and in an evaluation that is older than it
 */
public record ClassFigures(
    String label,
    long support,
    double precision,
    double recall,
    double f1,
    @Nullable Double rocAuc,
    @Nullable Double prAuc,
    @Nullable RocCurve roc) {}
