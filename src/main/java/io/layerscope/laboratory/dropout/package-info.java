/** Dropout: moments of activations, and the number of kept units. */
@org.jspecify.annotations.NullMarked
package io.layerscope.laboratory.dropout;
