/**
 * Normalization of one batch and its derivatives, in double: what the laboratory serves and layers
 * are tested by.
 */
@org.jspecify.annotations.NullMarked
package io.layerscope.nn.theory.normalization;
