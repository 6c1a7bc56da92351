package io.layerscope.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param list the list's name: a cursor of another list is none of this one
 * @param limit the most items of the page
 * @param after the key of the last item before the page; null for the first page
 */
public record PageRequest(String list, int limit, @Nullable String after) {

  public static final int DEFAULT_LIMIT = 50;
  public static final int GREATEST_LIMIT = 200;

  /**
   * Reads the query's parameters.
   *
   * @throws Problem 422 for a limit out of bounds, 400 for a cursor that no page of this list has
   *     given
   */
  public static PageRequest of(String list, @Nullable Integer limit, @Nullable String cursor) {
    int items = limit == null ? DEFAULT_LIMIT : limit;
    if (items < 1 || items > GREATEST_LIMIT) {
      throw Problem.unprocessable(
          "out-of-bounds",
          "limit",
          "limit must be at least 1 and at most " + GREATEST_LIMIT + ", but is " + items + ".");
    }
    if (cursor == null || cursor.isEmpty()) {
      return new PageRequest(list, items, null);
    }
    return new PageRequest(list, items, key(list, cursor));
  }

  private static String key(String list, String cursor) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      if (text.startsWith(list + " ")) {
        return text.substring(list.length() + 1);
      }
    } catch (IllegalArgumentException | CharacterCodingException e) {
      // No page gives what is no text.
    }
    throw Problem.malformed(
        "malformed-cursor", "cursor", "cursor must be a nextCursor that a page of this list gave.");
  }
}
