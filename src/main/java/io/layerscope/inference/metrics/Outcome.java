package io.layerscope.inference.metrics;

/** What became of a request. */
enum Outcome {
  SUCCESS("success"),
  CLIENT_ERROR("client_error"),
  SERVER_ERROR("server_error");

  private static final int CLIENT = 400;
  private static final int SERVER = 500;

  private final String label;

  Outcome(String label) {
    this.label = label;
  }

  /** The name in metrics. */
  String label() {
    return label;
  }

  static Outcome of(int status) {
    if (status >= SERVER) {
      return SERVER_ERROR;
    }
    return status >= CLIENT ? CLIENT_ERROR : SUCCESS;
  }
}
