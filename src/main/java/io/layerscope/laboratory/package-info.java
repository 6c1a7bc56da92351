/**
 * The laboratory: formulas beside measurements of the same quantities, made with the kernels and
 * layers that train.
 */
@org.jspecify.annotations.NullMarked
package io.layerscope.laboratory;
