package io.layerscope.dataset.read;

/** Where in the file the reader is, so that a refusal can name it. */
final class Place {

  private final String unit;
  private long number;

  /**
   * @param unit what the file counts in: Line or Row
   */
  Place(String unit) {
    this.unit = unit;
  }

  void at(long line) {
    number = line;
  }

  String row() {
    return unit + " " + number;
  }

  String cell(int column, String name) {
    return row() + ", column " + (column + 1) + " (" + name + ")";
  }
}
