@org.jspecify.annotations.NullMarked
package io.layerscope.nn.layer;
