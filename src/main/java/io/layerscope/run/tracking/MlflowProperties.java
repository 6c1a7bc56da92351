package io.layerscope.run.tracking;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The MLflow server to which runs are logged; a setting of the operator's, never of a client's.
 *
 * @param trackingUri the server's address, as {@code http://mlflow:5000}
 * @param experiment the experiment that holds the runs; made when it is missing
 * @param token sent as a bearer token
 */
@ConfigurationProperties("layerscope.mlflow")
record MlflowProperties(
    URI trackingUri, @DefaultValue("layerscope") String experiment, @Nullable String token) {

  /** The address of a call. */
  URI call(String path) {
    String base = trackingUri.toString();
    return URI.create((base.endsWith("/") ? base : base + "/") + "api/2.0/mlflow/" + path);
  }

  @Override
  public String toString() {
    return "MlflowProperties[" + trackingUri + ", " + experiment + "]";
  }
}
