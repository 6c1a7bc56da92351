package io.layerscope.inference;

import io.layerscope.dataset.Preprocessing;
import io.layerscope.dataset.PreprocessingSpec;
import io.layerscope.dataset.Scaling;
import io.layerscope.dataset.table.CategoricalColumn;
import io.layerscope.dataset.table.Numbers;
import io.layerscope.dataset.table.NumericColumn;
import io.layerscope.dataset.table.Table;
import java.util.List;

/** A small table with a number, a category in words, and a category in digits. */
final class Rows {

  private Rows() {}

  /** Features: age as it is (missing: 20); red, blue, missing; 1, 2. */
  static Preprocessing preprocessing() {
    Table table =
        new Table(
            3,
            List.of(
                new NumericColumn("age", new Numbers.Doubles(new double[] {10, 20, 30})),
                new CategoricalColumn("a/colour", List.of("red", "blue"), new int[] {0, 1, -1}),
                new CategoricalColumn("code", List.of("1", "2"), new int[] {0, 1, 0})),
            new CategoricalColumn("label", List.of("no", "yes"), new int[] {0, 1, 1}));
    return Preprocessing.fit(table, new int[] {0, 1, 2}, new PreprocessingSpec(Scaling.NONE, null));
  }
}
