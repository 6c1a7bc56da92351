package io.layerscope.dataset.read;

/** Where in the file the reader is, so that a refusal can name it. */
final class Place {

  private final String prefix;
  private long number;

  /**
   * @param prefix what comes before a row's number
   */
  Place(String prefix) {
    this.prefix = prefix;
  }

  void at(long line) {
    number = line;
  }

  String row() {
    return prefix + number;
  }

  /** JSON Pointer of the row; empty where the file is no JSON, whose lines have none. */
  String pointer() {
    return prefix.startsWith("/") ? row() : "";
  }

  String cell(int column, String name) {
    return row() + ", column " + (column + 1) + " (" + name + ")";
  }
}
