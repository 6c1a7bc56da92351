package io.layerscope.web.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Guesses which name was meant. */
public final class Nearest {

  private static final int LONGEST = 64;

  private Nearest() {}

  /** " (did you mean ...?)", or nothing when no name is near. */
  public static String to(String name, Collection<?> known) {
    if (name.length() > LONGEST) {
      return "";
    }
    return known.stream()
        .map(Object::toString)
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
        .filter(nearest -> distance(name, nearest) <= Math.max(2, name.length() / 3))
        .map(nearest -> " (did you mean " + nearest + "?)")
        .orElse("");
  }

  /** The same for a value that may be no name at all. */
  public static String to(JsonNode name, Collection<?> known) {
    return name.isString() ? to(name.stringValue(), known) : "";
  }

  /** Levenshtein's distance, ignoring case. */
  private static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substituted, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
