/** Tests of {@code io.layerscope.dataset.table}. */
@org.jspecify.annotations.NullMarked
package io.layerscope.dataset.table;
