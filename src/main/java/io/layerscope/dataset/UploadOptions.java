package io.layerscope.dataset;

import io.layerscope.dataset.read.ReadOptions;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an upload is to be understood, as a client says it: JSON, or parameters of the same names.
 */
@Schema(
    description = "How a file is to be understood; what is left out is recognized.",
    example =
        "{\"name\": \"horses\", \"target\": 23, \"kinds\": {\"x0\": \"categorical\"},"
            + " \"exclude\": [\"x2\"]}")
record UploadOptions(
    @Schema(description = "Any text of up to 200 characters.") @Nullable String name,
    @Schema(
            description = "A column's name or its index from 0; default the last column.",
            oneOf = {String.class, Integer.class})
        @Limit(min = 0, max = 49_999)
        @Nullable Object target,
    @Schema(
            description = "true, false or auto.",
            oneOf = {Boolean.class, String.class})
        @Nullable Object header,
    @Schema(description = "One character or auto.") @Nullable String delimiter,
    @Schema(
            description = "Comma-separated tokens that stand for no value, as an empty field does.",
            defaultValue = "?,NA,NaN,null")
        @Nullable String missing,
    @Schema(description = "Kinds by column, in place of the recognized ones.")
        @Nullable Map<String, ColumnKind> kinds,
    @Schema(description = "Columns to leave out.") @Nullable List<String> exclude) {

  private static final int LONGEST_NAME = 200;

  /** These, and where they say nothing, what others say. */
  UploadOptions or(UploadOptions others) {
    return new UploadOptions(
        name == null ? others.name : name,
        target == null ? others.target : target,
        header == null ? others.header : header,
        delimiter == null ? others.delimiter : delimiter,
        missing == null ? others.missing : missing,
        kinds == null ? others.kinds : kinds,
        exclude == null ? others.exclude : exclude);
  }

  /** The name, or another where none is given. */
  String nameOr(String fallback) {
    if (name == null) {
      return fallback;
    }
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw Problem.unprocessable(
          "out-of-bounds", "name", "name must have 1 to " + LONGEST_NAME + " characters.");
    }
    return name;
  }

  /** For the reader. */
  ReadOptions readOptions() {
    return new ReadOptions(
        targetOption(),
        headerOption(),
        delimiterOption(),
        missing == null ? ReadOptions.MISSING : tokens(missing),
        kinds == null ? Map.of() : kinds,
        exclude == null ? List.of() : exclude);
  }

  private @Nullable String targetOption() {
    return switch (target) {
      case null -> null;
      case String text -> text;
      case Integer index -> index.toString();
      default ->
          throw Problem.malformed(
              "wrong-type", "target", "target must be a column's name or its index from 0.");
    };
  }

  private @Nullable Boolean headerOption() {
    return switch (header) {
      case null -> null;
      case Boolean bool -> bool;
      case String text when text.equals("auto") -> null;
      case String text when text.equals("true") -> true;
      case String text when text.equals("false") -> false;
      default ->
          throw Problem.malformed("unknown-value", "header", "header must be true, false or auto.");
    };
  }

  private @Nullable Character delimiterOption() {
    if (delimiter == null || delimiter.equals("auto")) {
      return null;
    }
    String one = delimiter.equals("\\t") ? "\t" : delimiter;
    if (one.length() != 1 || "\"\r\n".contains(one) || Character.isSurrogate(one.charAt(0))) {
      throw Problem.malformed(
          "unknown-value",
          "delimiter",
          "delimiter must be auto, or one character that is no quote and ends no line.");
    }
    return one.charAt(0);
  }

  private static List<String> tokens(String missing) {
    return Arrays.stream(missing.split(","))
        .map(String::strip)
        .filter(token -> !token.isEmpty())
        .toList();
  }
}
