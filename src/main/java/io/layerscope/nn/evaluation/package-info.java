/** How good predictions are: figures by class, curves under thresholds, calibration. */
@org.jspecify.annotations.NullMarked
package io.layerscope.nn.evaluation;
