/** Data sets from formulas: small problems with a known shape. */
@org.jspecify.annotations.NullMarked
package io.layerscope.dataset.generate;
