package io.layerscope.inference;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes predictions as CSV: {@code label,probability,p:<class>...}, with dropout samples also
 * {@code sd:<class>...,entropy,mutualInformation}. With {@code topK} the other classes' cells are
 * empty.
 */
final class CsvAnswer implements AutoCloseable {

  private final CsvWriter out;
  private final List<String> classes;
  private final @Nullable Integer topK;

  CsvAnswer(OutputStream body, List<String> classes, PredictionOptions options) {
    topK = options.topK();
    out = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(body, StandardCharsets.UTF_8);
    this.classes = classes;
    List<String> header = new ArrayList<>(List.of("label", "probability"));
    classes.forEach(label -> header.add("p:" + label));
    if (options.dropoutSamples() > 0) {
      classes.forEach(label -> header.add("sd:" + label));
      header.addAll(List.of("entropy", "mutualInformation"));
    }
    out.writeRecord(header);
  }

  void write(Scored scored) {
    for (int row = 0; row < scored.rows(); row++) {
      List<String> cells = new ArrayList<>();
      int best = scored.best(row);
      cells.add(classes.get(best));
      cells.add(Float.toString(scored.probability(row, best)));
      boolean[] told = told(scored, row);
      for (int k = 0; k < classes.size(); k++) {
        cells.add(told[k] ? Float.toString(scored.probability(row, k)) : "");
      }
      DropoutSamples sampled = scored.sampled();
      if (sampled != null) {
        for (int k = 0; k < classes.size(); k++) {
          cells.add(told[k] ? Double.toString(sampled.deviation(row, k)) : "");
        }
        cells.add(Double.toString(sampled.entropy(row)));
        cells.add(Double.toString(sampled.mutualInformation(row)));
      }
      out.writeRecord(cells);
    }
  }

  private boolean[] told(Scored scored, int row) {
    boolean[] told = new boolean[classes.size()];
    if (topK == null) {
      Arrays.fill(told, true);
    } else {
      for (int k : scored.top(row, topK)) {
        told[k] = true;
      }
    }
    return told;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
