/** Logs runs to an MLflow tracking server that the operator names. */
@NullMarked
package io.layerscope.run.tracking;

import org.jspecify.annotations.NullMarked;
