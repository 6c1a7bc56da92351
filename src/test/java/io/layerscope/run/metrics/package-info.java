@NullMarked
package io.layerscope.run.metrics;

import org.jspecify.annotations.NullMarked;
