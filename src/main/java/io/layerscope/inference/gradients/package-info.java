/** The loss's derivatives at a model, by everything between rows and loss. */
@org.jspecify.annotations.NullMarked
package io.layerscope.inference.gradients;
