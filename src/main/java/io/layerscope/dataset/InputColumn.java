package io.layerscope.dataset;

import io.layerscope.dataset.table.ColumnKind;
import java.util.List;

/**
 * A column that a model reads.
 *
 * @param categories those that training has seen, in their order; none for a number
 */
public record InputColumn(String name, ColumnKind kind, List<String> categories) {

  public InputColumn {
    categories = List.copyOf(categories);
  }
}
