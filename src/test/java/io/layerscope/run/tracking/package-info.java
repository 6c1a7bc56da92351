@NullMarked
package io.layerscope.run.tracking;

import org.jspecify.annotations.NullMarked;
