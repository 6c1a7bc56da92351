package io.layerscope.dataset.read;

/** What a column's cells need to know of the table around them. */
record ColumnContext(
    int index,
    String name,
    MissingTokens missing,
    Limits limits,
    Memory memory,
    Place place,
    int expectedRows) {

  String where() {
    return place.cell(index, name);
  }
}
