package io.layerscope.nn.bounds;

/** A value of a type or a name that means nothing here, as opposed to one that is out of bounds. */
public final class NotUnderstood extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  public NotUnderstood(String mustBe) {
    super(mustBe);
  }
}
