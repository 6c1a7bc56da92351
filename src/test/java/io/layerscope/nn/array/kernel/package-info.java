@org.jspecify.annotations.NullMarked
package io.layerscope.nn.array.kernel;
