package io.layerscope.web;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.validation.BindException;
import org.springframework.validation.FieldError;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** What is wrong with a request that reached no controller, in a person's words. */
final class RequestProblems {

  private RequestProblems() {}

  /** The problem of an exception by which Spring refuses a request. */
  static Problem of(Exception failure, HttpStatus status) {
    return switch (failure) {
      case HttpMessageNotReadableException e -> JsonProblems.unreadable(e);
      case MissingServletRequestParameterException e ->
          Problem.malformed(
              "missing-parameter",
              e.getParameterName(),
              "The parameter " + e.getParameterName() + " is required.");
      case TypeMismatchException e -> mismatch(e);
      case BindException e -> unbound(e);
      case NoResourceFoundException _ ->
          Problem.notFound("unknown-path", "There is nothing at this path.");
      case HttpRequestMethodNotSupportedException e ->
          new Problem(
              status,
              code(status),
              e.getMethod() + " is not allowed here; " + allowed(e.getSupportedMethods()) + ".");
      case HttpMediaTypeNotSupportedException e ->
          new Problem(
              status,
              code(status),
              e.getContentType() == null
                  ? "The header Content-Type must say what the body is: "
                      + list(e.getSupportedMediaTypes())
                      + "."
                  : "The body may be " + list(e.getSupportedMediaTypes()) + ".");
      case HttpMediaTypeNotAcceptableException e ->
          new Problem(
              status,
              code(status),
              e.getSupportedMediaTypes().isEmpty()
                  ? "The header Accept cannot be understood."
                  : "The answer can be " + list(e.getSupportedMediaTypes()) + ".");
      default -> new Problem(status, code(status), sentence(status));
    };
  }

  /** Parameters that are read as one record. */
  private static Problem unbound(BindException failure) {
    FieldError first = failure.getFieldError();
    return first != null && first.contains(TypeMismatchException.class)
        ? mismatch(first.getField(), first.unwrap(TypeMismatchException.class))
        : new Problem(HttpStatus.BAD_REQUEST, "malformed-parameter", "A parameter is malformed.");
  }

  private static Problem mismatch(TypeMismatchException failure) {
    return mismatch(
        failure instanceof MethodArgumentTypeMismatchException argument
            ? argument.getName()
            : String.valueOf(failure.getPropertyName()),
        failure);
  }

  private static Problem mismatch(String name, TypeMismatchException failure) {
    Class<?> type = failure.getRequiredType();
    if (String.valueOf(failure.getValue()).matches("[-+]?\\d{10,}")) {
      boolean isLong = type == Long.class || type == long.class;
      return Problem.unprocessable(
          "out-of-bounds",
          name,
          name + " is too large: it must fit into " + (isLong ? 64 : 32) + " bits.");
    }
    String expected = type == null ? "of another type" : describe(type);
    return Problem.malformed("malformed-parameter", name, name + " must be " + expected + ".");
  }

  private static String describe(Class<?> type) {
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(String::valueOf)
              .collect(Collectors.joining(", "))
              .toLowerCase(Locale.ROOT);
    }
    return switch (type.getSimpleName().toLowerCase(Locale.ROOT)) {
      case "int", "integer", "long" -> "a whole number";
      case "double", "float" -> "a number";
      case "boolean" -> "true or false";
      default -> "of another form";
    };
  }

  private static String allowed(String @Nullable [] methods) {
    return methods == null || methods.length == 0
        ? "the header Allow says what is"
        : String.join(" and ", methods) + (methods.length == 1 ? " is" : " are");
  }

  private static String list(List<MediaType> types) {
    return types.stream().map(MediaType::toString).distinct().collect(Collectors.joining(", "));
  }

  /** What an error says that has only a status. */
  static String sentence(HttpStatus status) {
    return switch (status) {
      case BAD_REQUEST -> "The request is not well-formed HTTP, or its headers are too long.";
      case NOT_FOUND -> "There is nothing at this path.";
      case CONTENT_TOO_LARGE -> "The request is larger than the service takes.";
      case INTERNAL_SERVER_ERROR -> "The service failed to answer; its log says why.";
      case HTTP_VERSION_NOT_SUPPORTED -> "The service speaks HTTP/1.1 and HTTP/1.0.";
      default -> status.getReasonPhrase() + ".";
    };
  }

  /** The code of an error that has only a status. */
  static String code(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND -> "unknown-path";
      case CONTENT_TOO_LARGE -> "too-large";
      case INTERNAL_SERVER_ERROR -> "internal-error";
      default -> status.getReasonPhrase().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
    };
  }
}
