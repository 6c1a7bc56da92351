/** Typed columns in memory and on disk. */
@org.jspecify.annotations.NullMarked
package io.layerscope.dataset.table;
