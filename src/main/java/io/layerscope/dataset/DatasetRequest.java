package io.layerscope.dataset;

import io.layerscope.dataset.generate.GeneratorSpec;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.nn.bounds.Limit;
import io.layerscope.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A data set as JSON: its rows, a generator, or another data set to make it from. */
@Schema(
    description = "A data set: exactly one of rows, generator and from.",
    example =
        "{\"name\": \"two moons\", \"generator\": {\"kind\": \"moons\", \"samples\": 2000,"
            + " \"noise\": 0.2, \"seed\": 1}}")
record DatasetRequest(
    @Schema(description = "Any text of up to 200 characters.") @Nullable String name,
    @Schema(
            description = "A column's name or its index from 0; default the last column.",
            oneOf = {String.class, Integer.class})
        @Limit(min = 0, max = 49_999)
        @Nullable Object target,
    @Schema(description = "Comma-separated tokens that stand for no value.")
        @Nullable String missing,
    @Schema(description = "Kinds by column, in place of the recognized ones.")
        @Nullable Map<String, ColumnKind> kinds,
    @Schema(description = "Columns to leave out.") @Nullable List<String> exclude,
    @Schema(description = "Names of the rows' columns; default x0, x1, ... or the fields' names.")
        @Nullable List<String> columns,
    @Schema(description = "Rows: lists of cells, or objects of cells by column.")
        @Nullable List<Object> rows,
    @Schema(description = "A synthetic data set to make.") @Nullable GeneratorSpec generator,
    @Schema(description = "The data set to make this one from.", example = "iris")
        @Nullable String from) {

  /** This, and where it says nothing of how the data is to be understood, what others say. */
  DatasetRequest or(UploadOptions others) {
    UploadOptions both = options().or(others);
    return new DatasetRequest(
        both.name(),
        both.target(),
        both.missing(),
        both.kinds(),
        both.exclude(),
        columns,
        rows,
        generator,
        from);
  }

  UploadOptions options() {
    return new UploadOptions(name, target, null, null, missing, kinds, exclude);
  }

  /** Refuses what does not go together. */
  void check() {
    if (Stream.of(rows, generator, from).filter(Objects::nonNull).count() != 1) {
      throw Problem.unprocessable(
          "ambiguous-source", "", "A data set needs exactly one of rows, generator and from.");
    }
    if (rows == null) {
      refuse("columns", columns);
      refuse("missing", missing);
    }
    if (generator != null) {
      refuse("target", target);
      refuse("kinds", kinds);
      refuse("exclude", exclude);
    }
  }

  private static void refuse(String field, @Nullable Object value) {
    if (value != null) {
      throw Problem.unprocessable(
          "unexpected-field", "/" + field, field + " does not apply to this source of data.");
    }
  }
}
