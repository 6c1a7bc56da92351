/** The service's entry point. Nothing imports this package. */
@org.jspecify.annotations.NullMarked
package io.layerscope;
