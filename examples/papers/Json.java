import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value: a map, a list, a text, a number, a boolean or null. For answers that are correct.
 */
record Json(Object value) {

  static Json read(String text) {
    return new Json(new Reader(text).value());
  }

  /** What is below by these names. */
  Json at(String... names) {
    Object below = value;
    for (String name : names) {
      below = ((Map<?, ?>) below).get(name);
    }
    return new Json(below);
  }

  String text(String... names) {
    return (String) at(names).value;
  }

  /** A number; NaN for null. */
  double number(String... names) {
    return at(names).value instanceof Double number ? number : Double.NaN;
  }

  List<Json> list() {
    return ((List<?>) value).stream().map(Json::new).toList();
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    private Object value() {
      return switch (next()) {
        case '{' -> object();
        case '[' -> array();
        case '"' -> string();
        case 't' -> word("true", true);
        case 'f' -> word("false", false);
        case 'n' -> word("null", null);
        default -> number();
      };
    }

    private Map<String, Object> object() {
      Map<String, Object> members = new LinkedHashMap<>();
      for (at++; next() != '}'; at += next() == ',' ? 1 : 0) {
        String name = string();
        next();
        at++; // the colon
        members.put(name, value());
      }
      at++;
      return members;
    }

    private List<Object> array() {
      List<Object> elements = new ArrayList<>();
      for (at++; next() != ']'; at += next() == ',' ? 1 : 0) {
        elements.add(value());
      }
      at++;
      return elements;
    }

    private String string() {
      StringBuilder string = new StringBuilder();
      for (at++; text.charAt(at) != '"'; at++) {
        char c = text.charAt(at);
        if (c != '\\') {
          string.append(c);
          continue;
        }
        c = text.charAt(++at);
        switch (c) {
          case 'n' -> string.append('\n');
          case 't' -> string.append('\t');
          case 'u' -> {
            string.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
            at += 4;
          }
          default -> string.append(c);
        }
      }
      at++;
      return string.toString();
    }

    private Double number() {
      int from = at;
      while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
      return Double.valueOf(text.substring(from, at));
    }

    private Object word(String word, Object meaning) {
      at += word.length();
      return meaning;
    }

    /** The next character that is no space; it stays the next. */
    private char next() {
      while (Character.isWhitespace(text.charAt(at))) {
        at++;
      }
      return text.charAt(at);
    }
  }
}
