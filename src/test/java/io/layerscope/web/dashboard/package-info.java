@NullMarked
package io.layerscope.web.dashboard;

import org.jspecify.annotations.NullMarked;
