@NullMarked
package io.layerscope.monitoring;

import org.jspecify.annotations.NullMarked;
