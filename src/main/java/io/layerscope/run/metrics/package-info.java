/** What operators are told of training: counts, the queue, and the health of each layer. */
@NullMarked
package io.layerscope.run.metrics;

import org.jspecify.annotations.NullMarked;
