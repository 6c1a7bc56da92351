package io.layerscope.web;

import java.util.List;
import org.springframework.http.HttpStatus;

/** A refusal that a client can act on; answered as a {@link ProblemDocument}. */
public class Problem extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final HttpStatus status;
  private final String code;
  private final transient List<FieldError> errors;

  /**
   * @param code stable and kebab-case: what a program decides by
   * @param detail one sentence for a person: what is wrong and what would be right
   */
  public Problem(HttpStatus status, String code, String detail) {
    this(status, code, detail, List.of());
  }

  /**
   * @param errors the fields or parameters that are wrong
   */
  public Problem(HttpStatus status, String code, String detail, List<FieldError> errors) {
    // Expected in normal work: a stack trace would cost more than the answer.
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.errors = List.copyOf(errors);
  }

  /** 422 at one field or parameter. */
  public static Problem unprocessable(String code, String pointer, String detail) {
    return new Problem(
        HttpStatus.UNPROCESSABLE_CONTENT, code, detail, List.of(new FieldError(pointer, detail)));
  }

  /** 400 at one field or parameter. */
  public static Problem malformed(String code, String pointer, String detail) {
    return new Problem(
        HttpStatus.BAD_REQUEST, code, detail, List.of(new FieldError(pointer, detail)));
  }

  /** 404. */
  public static Problem notFound(String code, String detail) {
    return new Problem(HttpStatus.NOT_FOUND, code, detail);
  }

  /** 409. */
  public static Problem conflict(String code, String detail) {
    return new Problem(HttpStatus.CONFLICT, code, detail);
  }

  public HttpStatus status() {
    return status;
  }

  public String code() {
    return code;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public List<FieldError> errors() {
    return errors;
  }
}
