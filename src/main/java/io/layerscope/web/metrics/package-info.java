/** What operators are told of the process. */
@NullMarked
package io.layerscope.web.metrics;

import org.jspecify.annotations.NullMarked;
