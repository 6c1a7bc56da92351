@NullMarked
package io.layerscope.run.work;

import org.jspecify.annotations.NullMarked;
