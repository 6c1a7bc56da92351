package io.layerscope.bench.service;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.nio.file.Path;

/** What FastCSV alone takes: its fields are counted and not looked at. */
final class BareCsv {

  private BareCsv() {}

  private static final class Fields extends AbstractBaseCsvCallbackHandler<Boolean> {

    private long count;

    @Override
    protected void handleField(int index, char[] text, int offset, int length, boolean quoted) {
      count++;
    }

    @Override
    protected Boolean buildRecord() {
      return true;
    }
  }

  /** Prints the seconds of each pass over a file, as many times as the second argument says. */
  public static void main(String[] arguments) throws IOException {
    for (int pass = 0; pass < Integer.parseInt(arguments[1]); pass++) {
      long before = System.nanoTime();
      Fields fields = new Fields();
      try (CsvReader<Boolean> records = CsvReader.builder().build(fields, Path.of(arguments[0]))) {
        records.forEach(_ -> {});
      }
      if (fields.count != 60_001L * 785) {
        throw new IllegalStateException(fields.count + " fields");
      }
      System.out.println((System.nanoTime() - before) / 1e9);
    }
  }
}
