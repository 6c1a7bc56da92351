/** Activation functions: each one's value, derivative and gain together. */
@org.jspecify.annotations.NullMarked
package io.layerscope.nn.activation;
