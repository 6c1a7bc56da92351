package io.layerscope.dataset.read;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import io.layerscope.dataset.table.Decimal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * How a CSV file is written.
 *
 * @param names of the columns
 * @param header whether the first record holds them
 * @param recordLength characters of a record, about
 */
record Dialect(char delimiter, boolean header, List<String> names, int recordLength) {

  private static final int SAMPLE_RECORDS = 100;
  private static final int SAMPLE_CHARACTERS = 1 << 16;
  private static final char[] DELIMITERS = {'\t', ';', '|', ','};

  /** Recognizes what the options leave open, from the first records. */
  static Dialect of(CsvText text, ReadOptions options, Limits limits) throws IOException {
    String head = text.head(SAMPLE_CHARACTERS);
    char delimiter = options.delimiter() == null ? delimiter(head) : options.delimiter();
    List<List<String>> sample = sample(text, delimiter, limits);
    if (sample.isEmpty()) {
      throw Refusal.emptyFile();
    }
    List<String> first = sample.getFirst();
    boolean header =
        options.header() == null
            ? hasHeader(sample, new MissingTokens(options.missing()))
            : options.header();
    List<String> names = new ArrayList<>(Schema.unnamed(first.size()));
    if (header) {
      for (int i = 0; i < names.size(); i++) {
        names.set(i, first.get(i).isEmpty() ? names.get(i) : first.get(i));
      }
    }
    long characters =
        sample.subList(header && sample.size() > 1 ? 1 : 0, sample.size()).stream()
            .flatMap(List::stream)
            .mapToLong(cell -> cell.length() + 1L)
            .sum();
    int records = Math.max(1, sample.size() - (header ? 1 : 0));
    return new Dialect(delimiter, header, names, (int) Math.max(1, characters / records));
  }

  /** The delimiter that splits most lines into as many fields as the first. */
  static char delimiter(String head) {
    char best = ',';
    int bestLines = 0;
    int bestFields = 0;
    for (char candidate : DELIMITERS) {
      List<Integer> counts = counts(head, candidate);
      int fields = counts.isEmpty() ? 0 : counts.getFirst();
      int lines = (int) counts.stream().filter(count -> count == fields).count();
      if (fields > 0 && (lines > bestLines || lines == bestLines && fields > bestFields)) {
        best = candidate;
        bestLines = lines;
        bestFields = fields;
      }
    }
    return best;
  }

  /** How often a delimiter stands outside of quotes, by line. */
  private static List<Integer> counts(String head, char delimiter) {
    List<Integer> counts = new ArrayList<>();
    boolean quoted = false;
    int count = 0;
    int begin = 0;
    for (int i = 0; i < head.length() && counts.size() < SAMPLE_RECORDS; i++) {
      char c = head.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == delimiter) {
        count++;
      } else if (!quoted && (c == '\n' || c == '\r')) {
        if (!head.substring(begin, i).isBlank()) {
          counts.add(count);
        }
        count = 0;
        begin = i + 1;
      }
    }
    // The last line is whole only if the sample is the file; it counts when there is no other.
    if (counts.isEmpty() || head.length() < SAMPLE_CHARACTERS && begin < head.length()) {
      counts.add(count);
    }
    return counts;
  }

  private static List<List<String>> sample(CsvText text, char delimiter, Limits limits)
      throws IOException {
    Sample sample = new Sample(limits);
    text.read(delimiter, true, sample, sample::place);
    return sample.records;
  }

  /**
   * A header has no number in it, and either names a column of numbers, or holds each text once and
   * in no column one that the column holds again.
   */
  private static boolean hasHeader(List<List<String>> sample, MissingTokens missing) {
    List<String> first = sample.getFirst();
    List<List<String>> rest = sample.subList(1, sample.size());
    if (first.stream().anyMatch(cell -> !Double.isNaN(Decimal.parse(cell)))) {
      return false;
    }
    boolean recurs = new HashSet<>(first).size() < first.size();
    for (int i = 0; i < first.size(); i++) {
      String name = first.get(i);
      int column = i;
      List<String> cells =
          rest.stream()
              .filter(row -> row.size() > column)
              .map(row -> row.get(column))
              .filter(cell -> !isMissing(cell, missing))
              .toList();
      boolean numbers =
          !cells.isEmpty() && cells.stream().noneMatch(cell -> Double.isNaN(Decimal.parse(cell)));
      if (numbers && !isMissing(name, missing)) {
        return true;
      }
      recurs |= cells.contains(name) || isMissing(name, missing) && !name.isEmpty();
    }
    return !recurs;
  }

  private static boolean isMissing(String cell, MissingTokens missing) {
    return missing.matches(cell.toCharArray(), 0, cell.length());
  }

  /** Collects the first records as texts. */
  private static final class Sample extends AbstractBaseCsvCallbackHandler<Boolean> {

    /** Of a text in a list, beside its characters. */
    private static final int TEXT_BYTES = 64;

    private final Limits limits;
    private final Memory memory;
    private final List<List<String>> records = new ArrayList<>();
    private List<String> fields = new ArrayList<>();

    Sample(Limits limits) {
      this.limits = limits;
      memory = new Memory(limits.memoryBytes());
    }

    String place() {
      return "Line " + getStartingLineNumber() + ", column " + (fields.size() + 1);
    }

    @Override
    protected void handleBegin(long line) {
      fields = new ArrayList<>();
    }

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
      if (index >= limits.columns()) {
        throw Refusal.tooMany(
            "too-many-columns",
            "Line " + getStartingLineNumber() + " has more than " + limits.columns() + " columns.");
      }
      memory.take(TEXT_BYTES + 2L * length);
      fields.add(new String(text, offset, length).strip());
    }

    @Override
    protected Boolean buildRecord() {
      if (fields.size() > 1 || fields.size() == 1 && !fields.getFirst().isEmpty()) {
        records.add(fields);
      }
      return records.size() < SAMPLE_RECORDS;
    }
  }
}
