package io.layerscope.dataset.read;

import io.layerscope.web.Problem;
import org.springframework.http.HttpStatus;

/** The reasons for which an upload is refused. */
public final class Refusal {

  private Refusal() {}

  static Problem emptyFile() {
    return new Problem(HttpStatus.BAD_REQUEST, "empty-file", "The file is empty.");
  }

  static Problem noRows() {
    return new Problem(
        HttpStatus.UNPROCESSABLE_CONTENT, "no-rows", "There is no row of data below the header.");
  }

  static Problem noRows(JsonRows.Layout layout) {
    return Problem.unprocessable(
        "no-rows",
        layout == JsonRows.Layout.DOCUMENT ? "/rows" : "",
        "There is no row: at least one is needed.");
  }

  static Problem malformedCsv(String detail) {
    return new Problem(HttpStatus.BAD_REQUEST, "malformed-csv", detail);
  }

  static Problem malformedJson(String pointer, String detail) {
    return Problem.malformed("malformed-json", pointer, detail);
  }

  /** At one of the two parts of an upload, {@code file} and {@code labels}. */
  static Problem malformedIdx(String part, String detail) {
    return Problem.malformed("malformed-idx", part, detail);
  }

  static Problem malformedGzip() {
    return new Problem(
        HttpStatus.BAD_REQUEST, "malformed-gzip", "The gzip file is truncated or damaged.");
  }

  static Problem raggedRow(Place place, int cells, int columns) {
    String what =
        cells < columns
            ? " of "
                + columns
                + " columns: column "
                + (cells + 1)
                + " is the first that is missing."
            : " columns instead of " + columns + ": column " + (columns + 1) + " is one too many.";
    return Problem.malformed("ragged-row", place.pointer(), place.row() + " has " + cells + what);
  }

  static Problem unknownCell(Place place, String name, Iterable<String> names) {
    return Problem.malformed(
        "ragged-row",
        place.pointer() + (place.pointer().isEmpty() ? "" : "/" + escape(name)),
        place.row()
            + " has a column '"
            + name
            + "' that is not among the columns: "
            + String.join(", ", names)
            + ".");
  }

  /** 413: more bytes than the service is set up to take in. */
  public static Problem tooLarge(String detail) {
    return tooMany("too-large", detail);
  }

  /** 413: more of something else than the service is set up to take in. */
  static Problem tooMany(String code, String detail) {
    return new Problem(HttpStatus.CONTENT_TOO_LARGE, code, detail);
  }

  static Problem unusableTarget(String detail) {
    return Problem.unprocessable("unusable-target", "target", detail);
  }

  /** A JSON Pointer's part: `~` and `/` are escaped (RFC 6901). */
  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
