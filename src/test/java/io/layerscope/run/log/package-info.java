@NullMarked
package io.layerscope.run.log;

import org.jspecify.annotations.NullMarked;
