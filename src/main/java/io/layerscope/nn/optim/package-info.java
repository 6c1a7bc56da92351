/**
 * Optimizers, schedules of the learning rate, and what is done to gradients and weights beside
 * them.
 */
@org.jspecify.annotations.NullMarked
package io.layerscope.nn.optim;
