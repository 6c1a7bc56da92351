package io.layerscope.run.state;

/**
 * The run is not this attempt's any more: another worker has taken it over. Whoever meets this
 * stops and leaves no trace.
 */
public final class Superseded extends RuntimeException {

  private static final long serialVersionUID = 1;

  Superseded() {
    super("another attempt has taken the run over", null, false, false);
  }
}
