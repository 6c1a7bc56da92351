@org.jspecify.annotations.NullMarked
package io.layerscope.inference.gradients;
