/** What MLflow's scoring server says, asked of a running service. */
@org.jspecify.annotations.NullMarked
package io.layerscope.inference.mlflow;
