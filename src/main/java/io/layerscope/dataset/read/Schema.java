package io.layerscope.dataset.read;

import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.web.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the columns before their cells are read.
 *
 * @param names of all columns
 * @param target the target's index
 * @param kinds by index: null where the kind is to be recognized
 * @param excluded by index
 */
record Schema(
    List<String> names, int target, List<@Nullable ColumnKind> kinds, List<Boolean> excluded) {

  /**
   * Resolves what the options say of columns.
   *
   * @throws Problem when they name a column that is not there
   */
  static Schema of(List<String> names, ReadOptions options, Limits limits) {
    if (names.size() > limits.columns()) {
      throw Refusal.tooMany(
          "too-many-columns",
          "There are " + names.size() + " columns; " + limits.columns() + " are the most.");
    }
    if (names.isEmpty()) {
      throw Problem.unprocessable("no-features", "", "The first row has no columns.");
    }
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      if (index.putIfAbsent(names.get(i), i) != null) {
        throw Problem.unprocessable(
            "duplicate-column",
            "header",
            "Two columns are named '"
                + names.get(i)
                + "'; with header=false the first line holds no names.");
      }
    }
    List<Boolean> excluded = new ArrayList<>(Collections.nCopies(names.size(), false));
    for (int i = 0; i < options.exclude().size(); i++) {
      excluded.set(find(index, options.exclude().get(i), "unknown-column", "exclude/" + i), true);
    }
    List<@Nullable ColumnKind> kinds = new ArrayList<>();
    names.forEach(name -> kinds.add(null));
    options
        .kinds()
        .forEach(
            (name, kind) ->
                kinds.set(
                    find(index, name, "unknown-column", "kinds/" + Refusal.escape(name)), kind));
    Schema schema = new Schema(names, target(options, index, excluded), kinds, excluded);
    schema.check();
    return schema;
  }

  private void check() {
    if (excluded.get(target)) {
      throw Refusal.unusableTarget(
          "The target '" + names.get(target) + "' is among the columns that are left out.");
    }
    if (kinds.get(target) == ColumnKind.NUMERIC) {
      throw Refusal.unusableTarget(
          "The target '" + names.get(target) + "' gives classes, so its kind is categorical.");
    }
    if (Collections.frequency(excluded, false) < 2) {
      throw Problem.unprocessable(
          "no-features",
          excluded.contains(true) ? "exclude" : "",
          "There is no column beside the target; check the delimiter and what is left out.");
    }
  }

  private static int target(
      ReadOptions options, Map<String, Integer> index, List<Boolean> excluded) {
    if (options.target() == null) {
      int last = excluded.lastIndexOf(false);
      return last < 0 ? excluded.size() - 1 : last;
    }
    return find(index, options.target(), "unknown-target", "target");
  }

  /** By name, else by index from 0. */
  private static int find(Map<String, Integer> index, String column, String code, String pointer) {
    Integer found = index.get(column);
    if (found != null) {
      return found;
    }
    if (column.matches("\\d{1,9}") && Integer.parseInt(column) < index.size()) {
      return Integer.parseInt(column);
    }
    throw Problem.unprocessable(
        code,
        pointer,
        "There is no column '"
            + column
            + "': a name, or an index from 0 to "
            + (index.size() - 1)
            + ", is expected"
            + suggestion(index)
            + ".");
  }

  private static String suggestion(Map<String, Integer> index) {
    if (index.size() > 50) {
      return "";
    }
    return "; the columns are "
        + String.join(
            ", ",
            index.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList());
  }

  /** The names of columns without a header. */
  static List<String> unnamed(int columns) {
    List<String> names = new ArrayList<>(columns);
    for (int i = 0; i < columns; i++) {
      names.add("x" + i);
    }
    return names;
  }
}
