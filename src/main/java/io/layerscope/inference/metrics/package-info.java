/** What operators are told of predictions, by protocol and by model. */
@NullMarked
package io.layerscope.inference.metrics;

import org.jspecify.annotations.NullMarked;
