/**
 * What is reported of every layer: moments, percentiles and histograms, in double, of float32
 * values.
 */
@org.jspecify.annotations.NullMarked
package io.layerscope.nn.statistics;
