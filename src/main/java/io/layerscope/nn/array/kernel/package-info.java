/** Fused loops over the arrays' memory: a vector form and its scalar twin. */
@org.jspecify.annotations.NullMarked
package io.layerscope.nn.array.kernel;
