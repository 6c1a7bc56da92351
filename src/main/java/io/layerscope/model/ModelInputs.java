package io.layerscope.model;

import io.layerscope.dataset.Encoding;
import io.layerscope.dataset.InputColumn;
import io.layerscope.dataset.Preprocessing;
import io.layerscope.dataset.table.ColumnKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model's preprocessing as predictions use it: columns and categories by hash, and where each
 * column's inputs stand. Made once for each loaded model.
 */
public final class ModelInputs {

  /** Texts that stand for a missing value, as when a data set is read. */
  public static final List<String> MISSING = List.of("", "?", "NA", "NaN", "null");

  private final List<InputColumn> columns;
  private final List<Encoding> encodings;
  private final int[] offsets;
  private final int features;
  private final boolean numeric;
  private final Map<String, Integer> names = new HashMap<>();
  private final List<Map<String, Integer>> categories = new ArrayList<>();

  public ModelInputs(Preprocessing preprocessing) {
    columns = preprocessing.inputs();
    encodings = preprocessing.encodings();
    offsets = new int[columns.size()];
    int offset = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = offset;
      offset += encodings.get(i).width();
      names.put(columns.get(i).name(), i);
      Map<String, Integer> indexes = new HashMap<>();
      columns.get(i).categories().forEach(category -> indexes.put(category, indexes.size()));
      categories.add(indexes);
    }
    features = offset;
    numeric = columns.stream().allMatch(column -> column.kind() == ColumnKind.NUMERIC);
  }

  public List<InputColumn> columns() {
    return columns;
  }

  public int size() {
    return columns.size();
  }

  /** The width of an encoded row. */
  public int features() {
    return features;
  }

  /** Where a column's inputs begin in an encoded row. */
  public int offset(int column) {
    return offsets[column];
  }

  /** How many inputs a column becomes. */
  public int width(int column) {
    return encodings.get(column).width();
  }

  /** Whether each column is a number. */
  public boolean allNumeric() {
    return numeric;
  }

  public String name(int column) {
    return columns.get(column).name();
  }

  public boolean categorical(int column) {
    return columns.get(column).kind() == ColumnKind.CATEGORICAL;
  }

  /** The column of a name; -1 when the model reads no such column. */
  public int column(String name) {
    return names.getOrDefault(name, -1);
  }

  /** Whether training has seen a category. */
  public boolean knows(int column, String category) {
    return categories.get(column).containsKey(category);
  }

  /**
   * Encodes a number, NaN where it is missing.
   *
   * @param row [features]
   * @return whether float32 can hold it
   */
  public boolean number(int column, double number, float[] row) {
    float input = encodings.get(column).encode(number);
    row[offsets[column]] = input;
    return Float.isFinite(input);
  }

  /** Encodes a category, null where it is missing, into a row. */
  public void category(int column, @Nullable String category, float[] row) {
    Encoding encoding = encodings.get(column);
    int offset = offsets[column];
    Arrays.fill(row, offset, offset + encoding.width(), 0);
    int index = category == null ? -1 : categories.get(column).getOrDefault(category, -1);
    int hot = encoding.hot(index, category == null);
    if (hot >= 0) {
      row[offset + hot] = 1;
    }
  }
}
