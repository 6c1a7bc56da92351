package io.layerscope.dataset.table;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a column is understood: as a quantity, or as one of finitely many categories. */
public enum ColumnKind {
  @JsonProperty("numeric")
  NUMERIC,
  @JsonProperty("categorical")
  CATEGORICAL
}
