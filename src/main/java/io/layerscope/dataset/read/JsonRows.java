package io.layerscope.dataset.read;

import io.layerscope.web.JsonProblems;
import io.layerscope.web.Problem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The rows of a JSON file, one after the other. */
final class JsonRows implements AutoCloseable {

  private static final int DEEPEST = 100;
  private static final int LONGEST = 1 << 24;

  /** Reads values out of the middle of a file: something follows each. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LONGEST)
                          .build())
                  .build())
          .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final JsonParser parser;
  private final Layout layout;
  private long number = -1;

  /** Where the rows are. */
  enum Layout {
    /** Under {@code rows} of one object. */
    DOCUMENT("/rows/"),
    /** In one list. */
    LIST("/"),
    /** One after the other, each on its line. */
    LINES("Line ");

    private final String prefix;

    Layout(String prefix) {
      this.prefix = prefix;
    }

    /** What comes before a row's number. */
    String prefix() {
      return prefix;
    }
  }

  JsonRows(UploadedFile file, Layout layout) throws IOException {
    this.layout = layout;
    parser = JSON.createParser(file.open());
    switch (layout) {
      case DOCUMENT -> {
        parser.nextToken();
        while (!"rows".equals(parser.nextName())) {
          parser.nextToken();
          parser.skipChildren();
        }
        parser.nextToken();
      }
      case LIST -> parser.nextToken();
      case LINES -> {}
    }
  }

  /** Recognizes where the rows are, by how the file begins. */
  static Layout layout(UploadedFile file) throws IOException {
    try (JsonParser parser = JSON.createParser(file.open())) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw Refusal.emptyFile();
      }
      if (first == JsonToken.START_ARRAY) {
        JsonToken inner = parser.nextToken();
        boolean rows = inner != null && (inner.isStructStart() || inner.isStructEnd());
        return rows ? Layout.LIST : Layout.LINES;
      }
      return find(parser) ? Layout.DOCUMENT : Layout.LINES;
    } catch (JacksonException e) {
      throw JsonProblems.of(e);
    }
  }

  /**
   * All of a document but its rows, which an empty list stands for.
   *
   * @return null when the file is no document
   */
  static @Nullable ObjectNode envelope(UploadedFile file) throws IOException {
    ObjectNode envelope = JSON.createObjectNode();
    BoundedTree values = new BoundedTree(JSON);
    try (JsonParser parser = JSON.createParser(file.open())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        parser.nextToken();
        if (name.equals("rows") && parser.currentToken() == JsonToken.START_ARRAY) {
          parser.skipChildren();
          envelope.putArray("rows");
        } else {
          envelope.set(name, values.read(parser));
        }
      }
      if (parser.nextToken() != null) {
        throw Refusal.malformedJson("", "Something follows the end of the JSON object.");
      }
      return envelope;
    } catch (JacksonException e) {
      throw JsonProblems.of(e);
    }
  }

  /** Looks for rows in the object that the parser has entered. */
  private static boolean find(JsonParser parser) {
    for (String name = parser.nextName(); name != null; name = parser.nextName()) {
      JsonToken value = parser.nextToken();
      if (name.equals("rows") && value == JsonToken.START_ARRAY) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }

  /** Goes to the next row; false at the end. */
  boolean next() {
    JsonToken token = parser.nextToken();
    if (token == null && layout != Layout.LINES) {
      throw Refusal.malformedJson("", "The JSON ends before its rows do.");
    }
    if (token == null || token == JsonToken.END_ARRAY) {
      return false;
    }
    number = layout == Layout.LINES ? parser.currentTokenLocation().getLineNr() : number + 1;
    if (token != JsonToken.START_ARRAY && token != JsonToken.START_OBJECT) {
      throw Problem.malformed(
          "wrong-type",
          layout == Layout.LINES ? "" : layout.prefix() + number,
          layout.prefix() + number + ": a row must be a list or an object of cells.");
    }
    return true;
  }

  /** The row's index, or its line. */
  long number() {
    return number;
  }

  /** Stands at the row's begin. */
  JsonParser parser() {
    return parser;
  }

  @Override
  public void close() {
    parser.close();
  }
}
