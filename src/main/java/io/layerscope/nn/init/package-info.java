/** How parameters start: variance scaling with its named instances, and the few that are not. */
@org.jspecify.annotations.NullMarked
package io.layerscope.nn.init;
