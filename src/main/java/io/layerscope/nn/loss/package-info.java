/** The loss and its derivative by the logits. */
@org.jspecify.annotations.NullMarked
package io.layerscope.nn.loss;
