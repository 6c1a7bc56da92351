/** Models as files that other programs read: ONNX, safetensors, npz; and safetensors read back. */
@org.jspecify.annotations.NullMarked
package io.layerscope.model.export;
