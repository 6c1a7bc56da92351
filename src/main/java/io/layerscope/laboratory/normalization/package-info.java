/** A given batch, normalized or whitened, with all derivatives. */
@org.jspecify.annotations.NullMarked
package io.layerscope.laboratory.normalization;
