/**
 * The Open Inference Protocol, version 2, over REST, with the extensions for binary tensors,
 * classification and the model repository that Triton and KServe have made common.
 */
@org.jspecify.annotations.NullMarked
package io.layerscope.inference.oip;
