/** What TensorFlow Serving and KServe's version 1 say, asked of a running service. */
@org.jspecify.annotations.NullMarked
package io.layerscope.inference.tensorflow;
