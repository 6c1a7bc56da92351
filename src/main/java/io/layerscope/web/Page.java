package io.layerscope.web;

import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A part of a list, and where the next part begins. */
public record Page<T>(
    List<T> items,
    @Schema(description = "What `cursor` takes to go on; null at the end.")
        @Nullable String nextCursor) {

  /**
   * Makes a page of what was read.
   *
   * @param read up to one item more than the page holds, so that the end is known
   * @param key what the next page begins after
   */
  public static <T> Page<T> of(PageRequest request, List<T> read, Function<T, String> key) {
    if (read.size() <= request.limit()) {
      return new Page<>(List.copyOf(read), null);
    }
    List<T> items = List.copyOf(read.subList(0, request.limit()));
    String last = request.list() + " " + key.apply(items.getLast());
    return new Page<>(
        items,
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(last.getBytes(StandardCharsets.UTF_8)));
  }
}
