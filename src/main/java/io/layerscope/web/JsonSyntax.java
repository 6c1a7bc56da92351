package io.layerscope.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
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
