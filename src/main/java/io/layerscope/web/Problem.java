package io.layerscope.web;

import java.util.List;
import java.util.function.UnaryOperator;
import org.springframework.http.HttpStatus;

/** A refusal that a client can act on; answered as a {@link ProblemDocument}. */
public class Problem extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final HttpStatus status;
  private final String code;
  private final transient List<FieldError> errors;

  /**
   * A refusal of the request as a whole.
   *
   * @param code stable and kebab-case: what a program decides by
   * @param detail one sentence for a person: what is wrong and what would be right
   */
  public Problem(HttpStatus status, String code, String detail) {
    this(
        status, code, detail, isBadInput(status) ? List.of(new FieldError("", detail)) : List.of());
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

  private static boolean isBadInput(HttpStatus status) {
    return status == HttpStatus.BAD_REQUEST || status == HttpStatus.UNPROCESSABLE_CONTENT;
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

  /** The same refusal, with each pointer as it is in the request that was sent. */
  public Problem at(UnaryOperator<String> pointer) {
    return new Problem(
        status,
        code,
        detail(),
        errors.stream()
            .map(error -> new FieldError(pointer.apply(error.pointer()), error.detail()))
            .toList());
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
