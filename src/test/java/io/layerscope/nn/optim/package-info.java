/** Tests of optimizers and schedules. */
@org.jspecify.annotations.NullMarked
package io.layerscope.nn.optim;
