package io.layerscope.web;

import io.layerscope.nn.bounds.NotUnderstood;
import io.layerscope.nn.bounds.OutOfBounds;
import io.layerscope.web.json.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says where a JSON body is wrong and what would be right, without naming a class. */
public final class JsonProblems {

  private JsonProblems() {}

  /** The problem of a body that Spring could not read. */
  public static Problem unreadable(HttpMessageNotReadableException failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Problem problem) {
        return problem;
      }
      if (cause instanceof JacksonException json) {
        return of(json);
      }
    }
    return missing();
  }

  /** The problem of a body that is nothing, or null. */
  public static Problem missing() {
    return new Problem(
        HttpStatus.BAD_REQUEST, "malformed-json", "The request needs a body that is JSON.");
  }

  /** The problem of JSON that could not be read. */
  public static Problem of(JacksonException failure) {
    String pointer = pointer(failure);
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfBounds refusal) {
        String field = refusal.field();
        return outOfBounds(field.isEmpty() ? pointer : pointer + "/" + field, refusal);
      }
      if (cause instanceof NotUnderstood || cause instanceof Problem) {
        return notUnderstood(pointer, cause);
      }
    }
    return switch (failure) {
      case UnrecognizedPropertyException unknown ->
          Problem.malformed(
              "unknown-field",
              pointer,
              "There is no field "
                  + unknown.getPropertyName()
                  + " here"
                  + Nearest.to(
                      unknown.getPropertyName(),
                      unknown.getKnownPropertyIds() == null
                          ? List.of()
                          : unknown.getKnownPropertyIds())
                  + ".");
      case MismatchedInputException rest
          when String.valueOf(rest.getOriginalMessage()).startsWith("Trailing") ->
          Problem.malformed("malformed-json", pointer, "Something follows after the JSON's end.");
      case MismatchedInputException missing
          when String.valueOf(missing.getOriginalMessage()).startsWith("Missing required") ->
          Problem.unprocessable("missing-field", pointer, name(pointer) + "must be given.");
      case InvalidFormatException word when word.getValue() instanceof String && isEnum(word) ->
          Problem.malformed("unknown-value", pointer, name(pointer) + oneOf(word) + ".");
      case MismatchedInputException mismatch ->
          Problem.malformed(
              "wrong-type", pointer, name(pointer) + "must be " + type(mismatch) + ".");
      case StreamConstraintsException limit -> JsonSyntax.tooLarge(pointer, limit);
      case InputCoercionException overflow -> overflow(pointer, overflow);
      case StreamReadException syntax -> JsonSyntax.problem(syntax);
      case DatabindException other
          when String.valueOf(other.getOriginalMessage()).startsWith("Duplicate") ->
          Problem.malformed(
              "malformed-json", pointer, name(pointer) + "has a field that is there twice.");
      default -> Problem.malformed("malformed-json", pointer, "The JSON cannot be understood.");
    };
  }

  /** 422 at a pointer. */
  public static Problem outOfBounds(String pointer, OutOfBounds refusal) {
    String detail = name(pointer) + refusal.mustBe() + ".";
    return new Problem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "out-of-bounds",
        detail,
        List.of(new FieldError(pointer, detail)));
  }

  /** JSON Pointer (RFC 6901) of where reading failed. */
  private static String pointer(JacksonException failure) {
    return failure.getPath().stream()
        .map(
            step ->
                "/"
                    + (step.getPropertyName() == null
                        ? String.valueOf(step.getIndex())
                        : step.getPropertyName().replace("~", "~0").replace("/", "~1")))
        .collect(Collectors.joining());
  }

  private static Problem notUnderstood(String pointer, Throwable cause) {
    if (cause instanceof Problem problem) {
      return problem;
    }
    return Problem.malformed("unknown-value", pointer, name(pointer) + cause.getMessage() + ".");
  }

  /** A whole number that its type cannot hold is understood, and too large whatever the bounds. */
  private static Problem overflow(String pointer, InputCoercionException failure) {
    boolean isInt = failure.getTargetType() == int.class;
    return outOfBounds(
        pointer,
        new OutOfBounds(
            "",
            "must be at least "
                + (isInt ? Integer.MIN_VALUE : Long.MIN_VALUE)
                + " and at most "
                + (isInt ? Integer.MAX_VALUE : Long.MAX_VALUE)));
  }

  private static boolean isEnum(MismatchedInputException failure) {
    return failure.getTargetType() != null && failure.getTargetType().isEnum();
  }

  private static String oneOf(InvalidFormatException failure) {
    List<String> names = names(failure.getTargetType());
    return "must be one of "
        + String.join(", ", names)
        + Nearest.to(String.valueOf(failure.getValue()), names);
  }

  private static String type(MismatchedInputException failure) {
    // Of a wrong number in an array of them, Jackson tells the array's type.
    if (failure.getTargetType() == double[].class
        && String.valueOf(failure.getOriginalMessage()).startsWith("Cannot coerce")) {
      return describe(double.class);
    }
    return isEnum(failure)
        ? "one of " + String.join(", ", names(failure.getTargetType()))
        : describe(failure.getTargetType());
  }

  private static List<String> names(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(JsonProblems::constant).toList();
  }

  private static String constant(Object constant) {
    try {
      var named =
          constant
              .getClass()
              .getField(((Enum<?>) constant).name())
              .getAnnotation(com.fasterxml.jackson.annotation.JsonProperty.class);
      return named == null ? ((Enum<?>) constant).name() : named.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String describe(@Nullable Class<?> type) {
    if (type == null) {
      return "of another type";
    }
    if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
      return "a whole number";
    }
    if (Number.class.isAssignableFrom(type) || type == double.class || type == float.class) {
      return "a number";
    }
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (CharSequence.class.isAssignableFrom(type)) {
      return "a string";
    }
    return Iterable.class.isAssignableFrom(type) || type.isArray() ? "a list" : "an object";
  }

  /** The field's own name begins the sentence. */
  private static String name(String pointer) {
    return pointer.isEmpty()
        ? "The body "
        : pointer.substring(1).replace("~1", "/").replace("~0", "~") + " ";
  }
}
