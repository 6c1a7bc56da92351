package io.layerscope.dataset;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.dataset.table.Table;
import io.layerscope.web.FieldError;
import io.layerscope.web.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/**
 * From a table's columns to a network's inputs; fitted on the training rows alone, and part of the
 * model.
 *
 * @param inputs the columns that are read, in their order
 * @param encodings how each becomes inputs
 */
public record Preprocessing(
    PreprocessingSpec spec, List<InputColumn> inputs, List<Encoding> encodings) {

  private static final int BLOCK = 64;

  public Preprocessing {
    inputs = List.copyOf(inputs);
    encodings = List.copyOf(encodings);
    if (inputs.size() != encodings.size()) {
      throw new IllegalArgumentException("not one encoding for each input column");
    }
  }

  /** Fits to the training rows of a table; no other row is looked at. */
  public static Preprocessing fit(Table table, int[] trainingRows, PreprocessingSpec spec) {
    List<InputColumn> inputs = new ArrayList<>();
    List<Encoding> encodings = new ArrayList<>();
    for (Column column : table.columns()) {
      inputs.add(
          new InputColumn(column.name(), column.kind(), Categories.seen(column, trainingRows)));
      encodings.add(Encoding.fit(column, trainingRows, spec));
    }
    return new Preprocessing(spec, inputs, encodings);
  }

  /** How many inputs the network has. */
  @JsonIgnore
  public int features() {
    return encodings.stream().mapToInt(Encoding::width).sum();
  }

  /**
   * Encodes rows of a table that may have other columns too, in another order.
   *
   * @return [rows, features], row-major
   * @throws Problem 422 when the table lacks a column
   */
  public float[] encode(Table table, int[] rows) {
    int features = features();
    float[] encoded = new float[Math.multiplyExact(rows.length, features)];
    List<BoundColumn> columns = bind(table);
    // Columns lie apart in memory on both sides: a block of rows keeps both in the cache.
    for (int from = 0; from < rows.length; from += BLOCK) {
      int to = Math.min(from + BLOCK, rows.length);
      for (BoundColumn column : columns) {
        for (int i = from; i < to; i++) {
          column.encode(rows[i], encoded, i * features);
        }
      }
    }
    return encoded;
  }

  /** Encodes one row of a table into {@code into[offset .. offset + features - 1]}. */
  public void encode(Table table, int row, float[] into, int offset) {
    System.arraycopy(encode(table, new int[] {row}), 0, into, offset, features());
  }

  /**
   * Encodes one row for a prediction.
   *
   * @param values one per input column: a {@link Number}, a category's text, or null where it is
   *     missing
   */
  public void encode(@Nullable Object[] values, float[] into, int offset) {
    int at = offset;
    for (int i = 0; i < encodings.size(); i++) {
      Encoding encoding = encodings.get(i);
      Object value = values[i];
      if (encoding.kind() == ColumnKind.NUMERIC) {
        into[at] = encoding.encode(value instanceof Number x ? x.doubleValue() : Double.NaN);
      } else {
        Arrays.fill(into, at, at + encoding.width(), 0);
        int category = value == null ? -1 : inputs.get(i).categories().indexOf(value.toString());
        int hot = encoding.hot(category, value == null);
        if (hot >= 0) {
          into[at + hot] = 1;
        }
      }
      at += encoding.width();
    }
  }

  /**
   * Refuses a table that lacks a column, or has it in another kind.
   *
   * @throws Problem 422 that names the columns
   */
  public void check(Table other) {
    Map<String, Column> columns = byName(other);
    List<FieldError> errors = new ArrayList<>();
    for (InputColumn input : inputs) {
      Column column = columns.get(input.name());
      if (column == null) {
        errors.add(new FieldError("/dataset", input.name() + " is not among its columns"));
      } else if (column.kind() != input.kind() && column.missing() < column.rows()) {
        String kind = input.kind() == ColumnKind.NUMERIC ? "numeric" : "categorical";
        errors.add(new FieldError("/dataset", input.name() + " is not " + kind));
      }
    }
    if (!errors.isEmpty()) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "incompatible-dataset",
          "The data set's columns are not those of training: "
              + String.join(", ", errors.stream().map(FieldError::detail).limit(20).toList())
              + ".",
          errors);
    }
  }

  /**
   * Another table's labels as indexes into the classes of training.
   *
   * @throws Problem 422 when it has a class that training does not know
   */
  public static int[] labels(Table other, List<String> classes) {
    int[] remap = Categories.remap(other.classes(), classes);
    for (int i = 0; i < remap.length; i++) {
      if (remap[i] < 0) {
        throw Problem.unprocessable(
            "unknown-class",
            "/dataset",
            "The data set has the class '"
                + other.classes().get(i)
                + "', which is none of "
                + String.join(", ", classes.stream().limit(50).toList())
                + ".");
      }
    }
    int[] labels = other.labels().clone();
    for (int row = 0; row < labels.length; row++) {
      labels[row] = remap[labels[row]];
    }
    return labels;
  }

  private List<BoundColumn> bind(Table table) {
    check(table);
    Map<String, Column> columns = byName(table);
    List<BoundColumn> bound = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < inputs.size(); i++) {
      InputColumn input = inputs.get(i);
      Column column = columns.get(input.name());
      if (column == null) {
        throw new IllegalStateException("a column that the check has seen is gone");
      }
      int[] remap = Categories.remap(column.categories(), input.categories());
      bound.add(new BoundColumn(column, encodings.get(i), remap, offset));
      offset += encodings.get(i).width();
    }
    return bound;
  }

  private static Map<String, Column> byName(Table table) {
    Map<String, Column> columns = new HashMap<>();
    table.columns().forEach(column -> columns.put(column.name(), column));
    return columns;
  }

  /** A column of a table, and where its inputs stand in a row. */
  @SuppressWarnings("ArrayRecordComponent")
  private record BoundColumn(Column column, Encoding encoding, int[] remap, int offset) {

    void encode(int row, float[] into, int rowOffset) {
      if (encoding.kind() == ColumnKind.NUMERIC) {
        into[rowOffset + offset] = encoding.encode(column.number(row));
        return;
      }
      int category = column.category(row);
      boolean missing = category < 0;
      int hot = encoding.hot(missing ? -1 : remap[category], missing);
      if (hot >= 0) {
        into[rowOffset + offset + hot] = 1;
      }
    }
  }
}
