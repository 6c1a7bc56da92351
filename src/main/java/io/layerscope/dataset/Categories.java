package io.layerscope.dataset;

import io.layerscope.dataset.table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Categories and classes of one table as another one numbers them. */
final class Categories {

  private Categories() {}

  /** The categories that occur in some rows, in the column's order. */
  static List<String> seen(Column column, int[] rows) {
    boolean[] seen = new boolean[column.categories().size()];
    for (int row : rows) {
      int category = column.category(row);
      if (category >= 0) {
        seen[category] = true;
      }
    }
    List<String> categories = new ArrayList<>();
    for (int i = 0; i < seen.length; i++) {
      if (seen[i]) {
        categories.add(column.categories().get(i));
      }
    }
    return categories;
  }

  /** For each of {@code from}, its index in {@code to}; -1 where it is not there. */
  static int[] remap(List<String> from, List<String> to) {
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < to.size(); i++) {
      index.put(to.get(i), i);
    }
    int[] remap = new int[from.size()];
    Arrays.setAll(remap, i -> index.getOrDefault(from.get(i), -1));
    return remap;
  }
}
