/** From bytes that someone else wrote to a table, or to the exact reason why not. */
@org.jspecify.annotations.NullMarked
package io.layerscope.dataset.read;
