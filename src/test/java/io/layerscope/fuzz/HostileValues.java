package io.layerscope.fuzz;

import io.layerscope.web.json.JsonSetup;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Puts into a valid JSON document what should not be there, in one place or a few. */
final class HostileValues {

  private static final JsonMapper JSON = JsonSetup.mapper();

  /** A text between these is written without its quotes: what no tree of JSON can hold. */
  private static final String RAW = "\u2063";

  private static final Pattern UNQUOTE = Pattern.compile("\"" + RAW + "(.*?)" + RAW + "\"");

  private static final List<String> RAWS =
      List.of(
          "NaN",
          "Infinity",
          "1e999",
          "-1e999",
          "1e-999",
          "1e308",
          "-1e308",
          "1e-308",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775808",
          "2147483647",
          "2147483648",
          "-2147483649",
          "1e9",
          "0.1",
          "-0",
          "-1",
          "0",
          "1",
          "01",
          "+1",
          "0x10",
          "1.",
          "true",
          "null",
          "undefined",
          "[]",
          "{}",
          "[null]",
          "[[]]",
          "{\"\": 1}",
          "\"\\ud800\"",
          "1".repeat(1001),
          "[".repeat(150) + "]".repeat(150),
          "[".repeat(100_000));

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\u0000",
          "a\u0000b",
          "\ud800",
          "\udc00\ud800",
          "\ufeff",
          "\u202etxt",
          "../../etc/passwd",
          "%00",
          "${7*7}",
          "'; drop table run; --",
          "<script>",
          "NaN",
          "1",
          "null",
          "x".repeat(201),
          "\u00e4".repeat(5000),
          "relu",
          "full",
          "none");

  private final Random random;
  private final List<Double> bounds;

  /**
   * @param bounds the numbers that the document names as bounds
   */
  HostileValues(Random random, List<Double> bounds) {
    this.random = random;
    this.bounds = bounds;
  }

  /** A hostile text, for parameters and paths too. */
  String text() {
    return random.nextInt(3) == 0 ? number() : TEXTS.get(random.nextInt(TEXTS.size()));
  }

  /** A number at a bound that is documented somewhere, or one beside it. */
  String number() {
    double bound = bounds.get(random.nextInt(bounds.size()));
    double moved = bound + random.nextInt(3) - 1;
    return moved == Math.rint(moved) && Math.abs(moved) < 1e18
        ? String.valueOf((long) moved)
        : String.valueOf(moved);
  }

  /** The document with one to three places changed. */
  String in(JsonNode example) {
    JsonNode document = example.deepCopy();
    for (int i = random.nextInt(3); i >= 0; i--) {
      document = change(document);
    }
    String text = JSON.writeValueAsString(document);
    return UNQUOTE.matcher(text).replaceAll(match -> unquoted(match.group(1)));
  }

  private static String unquoted(String raw) {
    return Matcher.quoteReplacement(JSON.readValue("\"" + raw + "\"", String.class));
  }

  private JsonNode change(JsonNode document) {
    List<Runnable> places = new ArrayList<>();
    collect(document, places);
    if (places.isEmpty() || random.nextInt(20) == 0) {
      return value();
    }
    places.get(random.nextInt(places.size())).run();
    return document;
  }

  private void collect(JsonNode node, List<Runnable> places) {
    switch (node) {
      case ObjectNode object -> {
        places.add(() -> object.set("unknown", value()));
        for (String name : List.copyOf(object.propertyNames())) {
          places.add(() -> object.set(name, value()));
          places.add(() -> object.remove(name));
          places.add(() -> object.putPOJO(name, twice(name, object.path(name))));
          collect(object.get(name), places);
        }
      }
      case ArrayNode array -> {
        places.add(() -> array.add(value()));
        places.add(array::removeAll);
        for (int i = 0; i < array.size(); i++) {
          int index = i;
          places.add(() -> array.set(index, value()));
          collect(array.get(i), places);
        }
      }
      default -> {}
    }
  }

  /** The same field once more, behind its first value. */
  private static String twice(String name, JsonNode value) {
    return RAW + JSON.writeValueAsString(value) + ", \"" + name + "\": 1" + RAW;
  }

  private JsonNode value() {
    String raw =
        switch (random.nextInt(4)) {
          case 0 -> number();
          case 1 -> null;
          default -> RAWS.get(random.nextInt(RAWS.size()));
        };
    return raw == null
        ? JSON.getNodeFactory().stringNode(TEXTS.get(random.nextInt(TEXTS.size())))
        : JSON.getNodeFactory().stringNode(RAW + raw + RAW);
  }
}
