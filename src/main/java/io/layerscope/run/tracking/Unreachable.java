package io.layerscope.run.tracking;

/** The server cannot be reached, or cannot answer now. */
final class Unreachable extends Exception {

  private static final long serialVersionUID = 1;

  Unreachable(String message) {
    super(message);
  }
}
