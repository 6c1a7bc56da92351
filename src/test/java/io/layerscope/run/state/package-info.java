@NullMarked
package io.layerscope.run.state;

import org.jspecify.annotations.NullMarked;
