@NullMarked
package io.layerscope.run;

import org.jspecify.annotations.NullMarked;
