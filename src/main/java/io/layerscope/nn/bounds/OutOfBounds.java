package io.layerscope.nn.bounds;

/** A hyper-parameter that is understood and not allowed: names the field and what is. */
public final class OutOfBounds extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  private final String field;

  /**
   * @param field the record component, or a path below the record with {@code /} between its parts
   * @param mustBe what is allowed, and the value, as a predicate: "must be at least 1, but is 0"
   */
  public OutOfBounds(String field, String mustBe) {
    super(mustBe);
    this.field = field;
  }

  /** The component, or the path below the record, that was refused. */
  public String field() {
    return field;
  }

  /** What is allowed. */
  public String mustBe() {
    return String.valueOf(getMessage());
  }

  /** The same refusal, seen from a record that holds the refusing one under {@code prefix}. */
  public OutOfBounds under(String prefix) {
    return new OutOfBounds(field.isEmpty() ? prefix : prefix + "/" + field, mustBe());
  }
}
