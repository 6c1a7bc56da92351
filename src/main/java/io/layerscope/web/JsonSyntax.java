package io.layerscope.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Says in a person's words why a text is no JSON, and where. */
final class JsonSyntax {

  private static final Pattern DUPLICATE = Pattern.compile("Duplicate .*property \"(.*)\"");
  private static final Pattern NO_NUMBER =
      Pattern.compile("'?[-+]?(?:NaN|INF(?:inity)?|Infinity)'?");

  private JsonSyntax() {}

  static Problem problem(StreamReadException failure) {
    TokenStreamLocation where = failure.getLocation();
    String place =
        where == null ? "" : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
    return Problem.malformed(
        "malformed-json", pointer(failure.processor()), detail(failure, place));
  }

  /** What goes beyond the limits of JSON; its message begins with what it is that does. */
  static Problem tooLarge(String pointer, StreamConstraintsException failure) {
    String what = String.valueOf(failure.getOriginalMessage()).split(" ")[0];
    return switch (what) {
      case "Document" -> Problem.malformed("json-too-deep", pointer, "The JSON is too deep.");
      case "Token" ->
          Problem.malformed("json-too-many-tokens", pointer, "The JSON has too many values.");
      case "String" ->
          Problem.malformed("json-string-too-long", pointer, "A text of the JSON is too long.");
      case "Name" ->
          Problem.malformed("json-name-too-long", pointer, "A field's name is too long.");
      default ->
          Problem.malformed(
              "json-number-too-long", pointer, "A number of the JSON has too many digits.");
    };
  }

  /** Where the parser stood: the databind path ends at the last value that was whole. */
  private static String pointer(@Nullable JsonParser parser) {
    return parser == null ? "" : parser.streamReadContext().pathAsPointer().toString();
  }

  private static String detail(StreamReadException failure, String place) {
    String message = String.valueOf(failure.getOriginalMessage());
    Matcher duplicate = DUPLICATE.matcher(message);
    if (duplicate.find()) {
      return "The field " + duplicate.group(1) + " is there twice" + place + ".";
    }
    Matcher number = NO_NUMBER.matcher(message);
    if (number.find()) {
      return "JSON has no number "
          + number.group().replace("'", "")
          + place
          + "; null stands for a value that is missing.";
    }
    if (failure instanceof UnexpectedEndOfInputException || message.contains("end-of-input")) {
      return "The JSON ends before it is complete" + place + ".";
    }
    if (message.contains("UTF-8")) {
      return "The JSON is not UTF-8" + place + ".";
    }
    return "The JSON is malformed" + place + ".";
  }
}
