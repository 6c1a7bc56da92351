/** A dense layer with its normalization, activation and dropout: forward above backward. */
@org.jspecify.annotations.NullMarked
package io.layerscope.nn.layer;
