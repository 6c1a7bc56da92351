/** What the build enforces about the code itself: its form and its import rules. */
@org.jspecify.annotations.NullMarked
package io.layerscope.architecture;
