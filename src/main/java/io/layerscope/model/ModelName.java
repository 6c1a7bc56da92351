package io.layerscope.model;

import io.layerscope.web.Problem;
import java.util.regex.Pattern;

/** What models and aliases may be called. */
public final class ModelName {

  /** The rule, as a regular expression. */
  public static final String PATTERN = "[A-Za-z0-9_.-]{1,100}";

  private static final Pattern ALLOWED = Pattern.compile(PATTERN);

  private ModelName() {}

  /**
   * Refuses what is no name.
   *
   * @param pointer where the name stands in the request: a JSON Pointer or a parameter
   * @return the name
   * @throws Problem 422
   */
  public static String check(String pointer, String name) {
    if (!ALLOWED.matcher(name).matches()) {
      throw Problem.unprocessable(
          "invalid-name",
          pointer,
          "A name has 1 to 100 characters, each a letter of A to Z, a digit, '_', '.' or '-'.");
    }
    return name;
  }
}
