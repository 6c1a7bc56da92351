/** Tests of arrays, products and threads. */
@org.jspecify.annotations.NullMarked
package io.layerscope.nn.array;
