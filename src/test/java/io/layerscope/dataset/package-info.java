/** Tests of {@code io.layerscope.dataset}. */
@org.jspecify.annotations.NullMarked
package io.layerscope.dataset;
