@NullMarked
package io.layerscope.run.export;

import org.jspecify.annotations.NullMarked;
