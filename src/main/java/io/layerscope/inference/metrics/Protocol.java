package io.layerscope.inference.metrics;

import java.util.List;

/** How a prediction is asked for. */
enum Protocol {
  LAYERSCOPE("layerscope", "/api/v1/models/{name}/predictions"),
  OPEN_INFERENCE(
      "open-inference", "/v2/models/{name}/infer", "/v2/models/{name}/versions/{version}/infer"),
  TENSORFLOW(
      "tensorflow",
      "/v1/models/{name}:predict",
      "/v1/models/{name}/versions/{version}:predict",
      "/v1/models/{name}/labels/{label}:predict",
      "/v1/models/{name}:classify",
      "/v1/models/{name}/versions/{version}:classify",
      "/v1/models/{name}/labels/{label}:classify"),
  MLFLOW("mlflow", "/invocations");

  private final String label;
  private final List<String> paths;

  Protocol(String label, String... paths) {
    this.label = label;
    this.paths = List.of(paths);
  }

  /** The name in metrics. */
  String label() {
    return label;
  }

  /** The patterns of the paths that it predicts at. */
  List<String> paths() {
    return paths;
  }
}
