/** Tests of {@code io.layerscope.dataset.read}. */
@org.jspecify.annotations.NullMarked
package io.layerscope.dataset.read;
