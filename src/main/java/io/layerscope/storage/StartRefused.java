package io.layerscope.storage;

/** The service cannot be what its settings ask for; the message says so in one sentence. */
public final class StartRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  public StartRefused(String sentence) {
    super(sentence);
  }
}
