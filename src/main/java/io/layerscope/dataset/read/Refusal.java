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
        HttpStatus.UNPROCESSABLE_CONTENT,
        "no-rows",
        "There is a header and no row of data below it.");
  }

  static Problem malformedCsv(String detail) {
    return new Problem(HttpStatus.BAD_REQUEST, "malformed-csv", detail);
  }

  static Problem malformedJson(String detail) {
    return new Problem(HttpStatus.BAD_REQUEST, "malformed-json", detail);
  }

  static Problem malformedIdx(String detail) {
    return new Problem(HttpStatus.BAD_REQUEST, "malformed-idx", detail);
  }

  static Problem malformedGzip() {
    return new Problem(
        HttpStatus.BAD_REQUEST, "malformed-gzip", "The gzip file is truncated or damaged.");
  }

  static Problem raggedRow(String place, int cells, int columns) {
    String where =
        cells < columns
            ? "column " + (cells + 1) + " is the first that is not there"
            : "column " + (columns + 1) + " is the first too many";
    return new Problem(
        HttpStatus.BAD_REQUEST,
        "ragged-row",
        place + " has " + cells + " of " + columns + " columns: " + where + ".");
  }

  static Problem unknownCell(String place, String name) {
    return new Problem(
        HttpStatus.BAD_REQUEST,
        "ragged-row",
        place + " has a column '" + name + "' that is not among the columns of the first row.");
  }

  /** 413: more than the service is set up to take in. */
  public static Problem tooLarge(String detail) {
    return new Problem(HttpStatus.CONTENT_TOO_LARGE, "too-large", detail);
  }

  static Problem unusableTarget(String detail) {
    return Problem.unprocessable("unusable-target", "target", detail);
  }

  /** A JSON Pointer's part: `~` and `/` are escaped (RFC 6901). */
  static String escape(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }
}
