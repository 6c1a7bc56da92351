package io.layerscope.run.tracking;

/** The server has understood a call and refuses it; to repeat the call would change nothing. */
final class Refused extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String code;

  /**
   * @param code MLflow's name of the error, as {@code RESOURCE_DOES_NOT_EXIST}
   */
  Refused(String code, String message) {
    super(message);
    this.code = code;
  }

  boolean is(String other) {
    return code.equals(other);
  }
}
