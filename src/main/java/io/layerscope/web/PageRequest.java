package io.layerscope.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param limit the most items of the page
 * @param after the key of the last item before the page; null for the first page
 */
public record PageRequest(int limit, @Nullable String after) {

  public static final int DEFAULT_LIMIT = 50;
  public static final int GREATEST_LIMIT = 200;

  /**
   * Reads the query's parameters.
   *
   * @throws Problem 422 for a limit out of bounds, 400 for a cursor that no page has given
   */
  public static PageRequest of(@Nullable Integer limit, @Nullable String cursor) {
    int items = limit == null ? DEFAULT_LIMIT : limit;
    if (items < 1 || items > GREATEST_LIMIT) {
      throw Problem.unprocessable(
          "out-of-bounds",
          "limit",
          "limit must be at least 1 and at most " + GREATEST_LIMIT + ", but is " + items + ".");
    }
    if (cursor == null || cursor.isEmpty()) {
      return new PageRequest(items, null);
    }
    try {
      byte[] after = Base64.getUrlDecoder().decode(cursor);
      return new PageRequest(
          items, StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(after)).toString());
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw Problem.malformed(
          "malformed-cursor", "cursor", "cursor must be a nextCursor that a page has given.");
    }
  }
}
