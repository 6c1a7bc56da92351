/** Predictions: rows in, labels and probabilities out, as JSON or CSV of any length. */
@org.jspecify.annotations.NullMarked
package io.layerscope.inference;
