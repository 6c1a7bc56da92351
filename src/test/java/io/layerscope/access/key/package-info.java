@org.jspecify.annotations.NullMarked
package io.layerscope.access.key;
