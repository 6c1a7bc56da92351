package io.layerscope.run.work;

import io.layerscope.dataset.Preprocessing;
import io.layerscope.dataset.table.Table;
import io.layerscope.nn.Samples;

/**
 * Some rows of a table.
 *
 * @param labels of these rows, in their order
 */
record Rows(Table table, int[] rows, int[] labels) {

  /** Rows of the table whose labels are the model's. */
  static Rows of(Table table, int[] rows) {
    int[] labels = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = table.labels()[rows[i]];
    }
    return new Rows(table, rows, labels);
  }

  int count() {
    return rows.length;
  }

  Samples samples(Preprocessing preprocessing) {
    return new Samples(
        rows.length, preprocessing.features(), preprocessing.encode(table, rows), labels);
  }
}
