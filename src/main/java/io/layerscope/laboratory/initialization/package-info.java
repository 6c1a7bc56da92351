/** How signals and gradients travel through a network before its first step. */
@org.jspecify.annotations.NullMarked
package io.layerscope.laboratory.initialization;
