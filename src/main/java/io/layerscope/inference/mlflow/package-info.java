/** MLflow's scoring server. */
@org.jspecify.annotations.NullMarked
package io.layerscope.inference.mlflow;
