package io.layerscope.dataset.read;

import io.layerscope.dataset.table.ColumnKind;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a file is to be understood.
 *
 * @param target the target column's name or index from 0; null: the last column
 * @param header whether the first row names the columns; null: recognized
 * @param delimiter between fields; null: recognized
 * @param missing texts that stand for no value, as does an empty field
 * @param kinds columns (by name or index) whose kind is not to be recognized
 * @param exclude columns (by name or index) to leave out
 */
public record ReadOptions(
    @Nullable String target,
    @Nullable Boolean header,
    @Nullable Character delimiter,
    List<String> missing,
    Map<String, ColumnKind> kinds,
    List<String> exclude) {

  public static final List<String> MISSING = List.of("?", "NA", "NaN", "null");

  /** Everything recognized. */
  public static final ReadOptions DEFAULTS =
      new ReadOptions(null, null, null, MISSING, Map.of(), List.of());

  /** The same, with another target. */
  public ReadOptions withTarget(@Nullable String other) {
    return new ReadOptions(other, header, delimiter, missing, kinds, exclude);
  }

  /** The same, with other kinds and columns left out. */
  public ReadOptions with(Map<String, ColumnKind> otherKinds, List<String> otherExclude) {
    return new ReadOptions(target, header, delimiter, missing, otherKinds, otherExclude);
  }
}
