/** TensorFlow Serving's REST interface, and KServe's version 1, which lives at the same paths. */
@org.jspecify.annotations.NullMarked
package io.layerscope.inference.tensorflow;
