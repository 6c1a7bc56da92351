package io.layerscope.inference;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.layerscope.dataset.table.Decimal;
import io.layerscope.web.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Reads rows of CSV: columns by the header's names, in any order, or by position without one. */
public final class CsvRequest {

  private static final int LONGEST_FIELD = 1 << 20;

  private final Format format;
  private final RowEncoder row;
  private final Action action;
  private int @Nullable [] order;
  private long rows;
  private long blankLine;

  /**
   * How the text is written.
   *
   * @param others whether columns that the model does not read are passed over
   */
  public record Format(char delimiter, boolean header, boolean others) {}

  private CsvRequest(Format format, RowEncoder row, Action action) {
    this.format = format;
    this.row = row;
    this.action = action;
  }

  /** What is done with an encoded row; the array is used again. */
  public interface Action {

    void accept(float[] encoded) throws IOException;
  }

  /**
   * Reads a body to its end.
   *
   * @throws Problem 400 or 422 that names the line
   */
  public static void read(InputStream body, Format format, RowEncoder row, Action action)
      throws IOException {
    var csv =
        CsvReader.builder()
            .fieldSeparator(format.delimiter())
            .skipEmptyLines(false)
            .trimWhitespacesAroundQuotes(true)
            .allowUnclosedQuote(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .maxBufferSize(LONGEST_FIELD);
    CsvRequest request = new CsvRequest(format, row, action);
    try (CsvReader<CsvRecord> records = csv.ofCsvRecord(decoded(body))) {
      request.read(records.iterator());
    } catch (CsvParseException e) {
      throw malformed(
          "After row "
              + request.rows
              + ": a quoted field never ends, is too long, or text follows its end.");
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof CharacterCodingException) {
        throw malformed("After row " + request.rows + ": the text is not UTF-8.");
      }
      throw e.getCause();
    }
  }

  private static InputStreamReader decoded(InputStream body) {
    return new InputStreamReader(
        body,
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT));
  }

  private void read(Iterator<CsvRecord> records) throws IOException {
    if (format.header() && records.hasNext()) {
      order = order(records.next());
    }
    while (records.hasNext()) {
      CsvRecord record = records.next();
      if (isBlank(record)) {
        blankLine = blankLine == 0 ? record.getStartingLineNumber() : blankLine;
      } else {
        read(record);
      }
    }
    if (rows == 0) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT, "empty-rows", "There is no row to predict.");
    }
  }

  /** A line of blanks; where the model reads one column, that is a missing value. */
  private boolean isBlank(CsvRecord record) {
    return row.columns() > 1 && record.getFieldCount() == 1 && record.getField(0).isBlank();
  }

  private void read(CsvRecord record) throws IOException {
    if (blankLine > 0) {
      // Blank lines may end a file; between rows, an answer's lines would not be the request's.
      throw malformed("Line " + blankLine + " is blank and rows follow it.");
    }
    row.begin(rows, record.getStartingLineNumber(), false);
    int columns = order == null ? row.columns() : order.length;
    for (int i = 0; i < record.getFieldCount(); i++) {
      if (i == columns) {
        throw row.unknown(String.valueOf(i));
      }
      int column = order == null ? i : order[i];
      if (column >= 0) {
        cell(column, record.getField(i).strip());
      }
    }
    action.accept(row.end());
    rows++;
  }

  private void cell(int column, String text) {
    double number = row.categorical(column) ? Double.NaN : Decimal.parse(text);
    if (Double.isNaN(number)) {
      row.text(column, text);
    } else if (Double.isInfinite(number)) {
      throw row.notANumber(column, text);
    } else {
      row.number(column, number);
    }
  }

  private int[] order(CsvRecord header) {
    int[] columns = new int[header.getFieldCount()];
    Set<String> names = new HashSet<>();
    row.begin(0, header.getStartingLineNumber(), false);
    for (int i = 0; i < columns.length; i++) {
      String field = header.getField(i);
      String name = (i == 0 && field.startsWith("\ufeff") ? field.substring(1) : field).strip();
      columns[i] = row.column(name);
      if (columns[i] < 0 && !format.others()) {
        throw row.unknown(name);
      }
      if (columns[i] >= 0) {
        if (!names.add(name)) {
          throw malformed("The header names " + name + " twice.");
        }
        row.missing(columns[i]);
      }
    }
    row.end();
    return columns;
  }

  private static Problem malformed(String detail) {
    return new Problem(HttpStatus.BAD_REQUEST, "malformed-csv", detail);
  }
}
