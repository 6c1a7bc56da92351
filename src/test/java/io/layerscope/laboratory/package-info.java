@org.jspecify.annotations.NullMarked
package io.layerscope.laboratory;
