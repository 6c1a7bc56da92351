/** What the Open Inference Protocol says, asked of a running service. */
@org.jspecify.annotations.NullMarked
package io.layerscope.inference.oip;
