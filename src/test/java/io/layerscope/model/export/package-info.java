/** Exported files, read by others' readers and by our own. */
@org.jspecify.annotations.NullMarked
package io.layerscope.model.export;
