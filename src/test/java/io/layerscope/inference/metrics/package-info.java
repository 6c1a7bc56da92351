@NullMarked
package io.layerscope.inference.metrics;

import org.jspecify.annotations.NullMarked;
