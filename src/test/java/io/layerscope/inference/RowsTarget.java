package io.layerscope.inference;

import io.layerscope.fuzz.ParserTarget;
import io.layerscope.storage.DataFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** Rows to predict, as CSV and as JSON, given any bytes; see {@link ParserTarget}. */
public final class RowsTarget {

  private static final DataFolder FOLDER = folder();

  private RowsTarget() {}

  public static void fuzzerTestOneInput(byte[] bytes) {
    ParserTarget.parse(
        bytes,
        file -> {
          RowEncoder row = new RowEncoder(Rows.preprocessing());
          try (InputStream in = Files.newInputStream(file);
              Spool spool = new Spool(FOLDER)) {
            boolean json = bytes.length > 0 && (bytes[0] == '{' || bytes[0] == '[');
            if (json) {
              int features = Rows.preprocessing().features();
              JsonRequest.read(in, row, new EncodedRows(spool, features, count -> {}), 2);
            } else {
              boolean header = bytes.length % 2 == 0;
              CsvRequest.read(in, new CsvRequest.Format(',', header, false), row, encoded -> {});
            }
          }
        });
  }

  private static DataFolder folder() {
    try {
      return new DataFolder(Files.createTempDirectory("rows"), 0, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
