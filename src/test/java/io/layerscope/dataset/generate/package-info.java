/** Tests of {@code io.layerscope.dataset.generate}. */
@org.jspecify.annotations.NullMarked
package io.layerscope.dataset.generate;
