package io.layerscope.dataset.read;

import io.layerscope.dataset.table.Table;
import io.layerscope.web.JsonProblems;
import io.layerscope.web.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a table from JSON: {@code {"columns": [..], "rows": [..]}}, a list of rows, or one row per
 * line (NDJSON). A row is a list of cells, or an object of cells by column; a column that an object
 * lacks is missing.
 */
public final class JsonTable {

  private static final char[] NOTHING = {};
  private static final char[] TRUE = "true".toCharArray();
  private static final char[] FALSE = "false".toCharArray();

  private final TableBuilder builder;
  private final List<String> names;
  private final Map<String, Integer> index = new HashMap<>();
  private final boolean[] seen;

  private JsonTable(TableBuilder builder, List<String> names) {
    this.builder = builder;
    this.names = names;
    this.seen = new boolean[names.size()];
    for (int i = 0; i < names.size(); i++) {
      index.put(names.get(i), i);
    }
  }

  /**
   * Reads a file.
   *
   * @param columns the columns' names; null: those of the first row
   * @throws io.layerscope.web.Problem that says what is wrong, and where
   */
  public static Table read(
      UploadedFile file, @Nullable List<String> columns, ReadOptions options, Limits limits)
      throws IOException {
    return read(file, JsonRows.layout(file), columns, options, limits);
  }

  /** Reads rows of one line each, whatever the file begins with. */
  public static Table readLines(UploadedFile file, ReadOptions options, Limits limits)
      throws IOException {
    if (file.head(1).length == 0) {
      throw Refusal.emptyFile();
    }
    return read(file, JsonRows.Layout.LINES, null, options, limits);
  }

  private static Table read(
      UploadedFile file,
      JsonRows.Layout layout,
      @Nullable List<String> columns,
      ReadOptions options,
      Limits limits)
      throws IOException {
    if (columns != null) {
      requireDistinct(columns);
    }
    List<String> names = columns == null ? names(file, layout) : columns;
    Schema schema = Schema.of(names, options, limits);
    Set<Integer> mixed = Set.of();
    while (true) {
      var builder =
          new TableBuilder(schema, options, limits, mixed, new Place(layout.prefix()), 1024);
      if (!new JsonTable(builder, names).read(file, layout)) {
        throw Refusal.noRows(layout);
      }
      if (builder.mixed().isEmpty()) {
        return builder.table();
      }
      mixed = builder.mixed();
    }
  }

  private static void requireDistinct(List<String> columns) {
    Set<String> before = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      if (!before.add(columns.get(i))) {
        throw Problem.unprocessable(
            "duplicate-column", "/columns/" + i, "Two columns are named '" + columns.get(i) + "'.");
      }
    }
  }

  private static List<String> names(UploadedFile file, JsonRows.Layout layout) throws IOException {
    try (JsonRows rows = new JsonRows(file, layout)) {
      if (!rows.next()) {
        throw Refusal.noRows(layout);
      }
      JsonParser parser = rows.parser();
      boolean object = parser.currentToken() == JsonToken.START_OBJECT;
      List<String> names = new ArrayList<>();
      while (parser.nextToken() != null && !parser.currentToken().isStructEnd()) {
        if (object) {
          names.add(parser.currentName());
          parser.nextToken();
        }
        parser.skipChildren();
        if (!object) {
          names.add("x" + names.size());
        }
      }
      return names;
    } catch (JacksonException e) {
      throw JsonProblems.of(e);
    }
  }

  /** Reads the rows; false when there is none. */
  private boolean read(UploadedFile file, JsonRows.Layout layout) throws IOException {
    try (JsonRows rows = new JsonRows(file, layout)) {
      boolean any = false;
      while (rows.next()) {
        builder.place().at(rows.number());
        if (rows.parser().currentToken() == JsonToken.START_OBJECT) {
          readObject(rows.parser());
        } else {
          readArray(rows.parser());
        }
        builder.endRow();
        any = true;
      }
      return any;
    } catch (JacksonException e) {
      throw JsonProblems.of(e);
    }
  }

  private void readArray(JsonParser parser) {
    int cells = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (cells < seen.length) {
        cell(parser, cells);
      } else {
        parser.skipChildren();
      }
      cells++;
    }
    if (cells != seen.length) {
      throw Refusal.raggedRow(builder.place(), cells, seen.length);
    }
  }

  private void readObject(JsonParser parser) {
    Arrays.fill(seen, false);
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      Integer column = index.get(name);
      if (column == null) {
        throw Refusal.unknownCell(builder.place(), name, names);
      }
      seen[column] = true;
      parser.nextToken();
      cell(parser, column);
    }
    for (int column = 0; column < seen.length; column++) {
      if (!seen[column]) {
        builder.cell(column, NOTHING, 0, 0);
      }
    }
  }

  private void cell(JsonParser parser, int column) {
    switch (parser.currentToken()) {
      case VALUE_NULL -> builder.cell(column, NOTHING, 0, 0);
      case VALUE_TRUE -> builder.cell(column, TRUE, 0, TRUE.length);
      case VALUE_FALSE -> builder.cell(column, FALSE, 0, FALSE.length);
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
        char[] text = parser.getStringCharacters();
        int from = parser.getStringOffset();
        int to = from + parser.getStringLength();
        while (from < to && text[from] <= ' ') {
          from++;
        }
        while (to > from && text[to - 1] <= ' ') {
          to--;
        }
        builder.cell(column, text, from, to - from);
      }
      default ->
          throw Problem.malformed(
              "wrong-type",
              builder.place().pointer().isEmpty() ? "" : builder.place().pointer() + "/" + column,
              builder.place().cell(column, names.get(column))
                  + ": a cell must be a number, a text, true, false or null.");
    }
  }
}
