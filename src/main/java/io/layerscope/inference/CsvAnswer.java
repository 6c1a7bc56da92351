package io.layerscope.inference;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes predictions as CSV: {@code label,probability,p:<class>...}, with dropout samples also
 * {@code sd:<class>...,entropy,mutualInformation}. With {@code topK} the other classes' cells are
 * empty.
 */
final class CsvAnswer implements AutoCloseable {

  private final CsvWriter out;
  private final List<String> classes;

  CsvAnswer(OutputStream body, List<String> classes, boolean uncertainty) {
    out = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(body, StandardCharsets.UTF_8);
    this.classes = classes;
    List<String> header = new ArrayList<>(List.of("label", "probability"));
    classes.forEach(label -> header.add("p:" + label));
    if (uncertainty) {
      classes.forEach(label -> header.add("sd:" + label));
      header.addAll(List.of("entropy", "mutualInformation"));
    }
    out.writeRecord(header);
  }

  void write(List<Prediction> predictions) {
    for (Prediction prediction : predictions) {
      List<String> cells = new ArrayList<>();
      cells.add(prediction.label());
      cells.add(Float.toString(prediction.probability()));
      for (String label : classes) {
        Float probability = prediction.probabilities().get(label);
        cells.add(probability == null ? "" : probability.toString());
      }
      Uncertainty uncertainty = prediction.uncertainty();
      if (uncertainty != null) {
        for (String label : classes) {
          Double deviation = uncertainty.standardDeviation().get(label);
          cells.add(deviation == null ? "" : deviation.toString());
        }
        cells.add(Double.toString(uncertainty.entropy()));
        cells.add(Double.toString(uncertainty.mutualInformation()));
      }
      out.writeRecord(cells);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
