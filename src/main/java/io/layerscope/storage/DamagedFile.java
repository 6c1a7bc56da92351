package io.layerscope.storage;

/** A file that is not what it claims to be: truncated, altered, or foreign. */
public final class DamagedFile extends RuntimeException {

  private static final long serialVersionUID = 1;

  public DamagedFile(String detail) {
    super(detail);
  }
}
