/**
 * Row-major float32 matrices on ND4J arrays, their products, the compute threads, and randomness.
 */
@org.jspecify.annotations.NullMarked
package io.layerscope.nn.array;
