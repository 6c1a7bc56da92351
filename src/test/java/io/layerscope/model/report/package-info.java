/** Cards and importance, asked of a running service. */
@org.jspecify.annotations.NullMarked
package io.layerscope.model.report;
