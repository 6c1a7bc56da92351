/**
 * The work of one attempt at a run: the job, preparing the data, the training loop, checkpoints,
 * the model at the end.
 */
@NullMarked
package io.layerscope.run.work;

import org.jspecify.annotations.NullMarked;
