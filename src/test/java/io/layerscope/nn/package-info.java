/** Tests of the algorithm. */
@org.jspecify.annotations.NullMarked
package io.layerscope.nn;
