/**
 * The bounds of hyper-parameters: stated once, on the record component, read by the constructor and
 * by OpenAPI.
 */
@org.jspecify.annotations.NullMarked
package io.layerscope.nn.bounds;
