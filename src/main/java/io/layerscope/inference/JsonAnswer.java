package io.layerscope.inference;

import io.layerscope.model.Lease;
import io.layerscope.web.json.JsonStreams;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.io.SerializedString;

/** Writes {@code {model, version, predictions}}, a prediction at a time. */
final class JsonAnswer implements AutoCloseable {

  private static final SerializedString LABEL = new SerializedString("label");
  private static final SerializedString PROBABILITY = new SerializedString("probability");
  private static final SerializedString PROBABILITIES = new SerializedString("probabilities");
  private static final SerializedString UNCERTAINTY = new SerializedString("uncertainty");

  private final JsonGenerator out;
  private final List<String> classes;
  private final @Nullable Integer topK;

  JsonAnswer(OutputStream body, Lease model, @Nullable Integer topK) {
    classes = model.classes();
    this.topK = topK;
    out = JsonStreams.generator(body);
    out.writeStartObject();
    out.writeStringProperty("model", model.name());
    out.writeNumberProperty("version", model.version());
    out.writeArrayPropertyStart("predictions");
  }

  void write(Scored scored) {
    for (int row = 0; row < scored.rows(); row++) {
      write(scored, row);
    }
  }

  private void write(Scored scored, int row) {
    int best = scored.best(row);
    out.writeStartObject();
    out.writeName(LABEL);
    out.writeString(classes.get(best));
    out.writeName(PROBABILITY);
    number(scored.probability(row, best));
    out.writeName(PROBABILITIES);
    out.writeStartObject();
    if (topK == null) {
      for (int k = 0; k < classes.size(); k++) {
        probability(scored, row, k);
      }
    } else {
      for (int k : scored.top(row, topK)) {
        probability(scored, row, k);
      }
    }
    out.writeEndObject();
    out.writeName(UNCERTAINTY);
    uncertainty(scored, row);
    out.writeEndObject();
  }

  private void probability(Scored scored, int row, int k) {
    out.writeName(classes.get(k));
    number(scored.probability(row, k));
  }

  private void uncertainty(Scored scored, int row) {
    DropoutSamples sampled = scored.sampled();
    if (sampled == null) {
      out.writeNull();
      return;
    }
    out.writeStartObject();
    out.writeNumberProperty("samples", sampled.samples());
    out.writeObjectPropertyStart("standardDeviation");
    int count = topK == null ? classes.size() : topK;
    for (int k : topK == null ? all(count) : scored.top(row, count)) {
      out.writeName(classes.get(k));
      number(sampled.deviation(row, k));
    }
    out.writeEndObject();
    out.writeName("entropy");
    number(sampled.entropy(row));
    out.writeName("mutualInformation");
    number(sampled.mutualInformation(row));
    out.writeEndObject();
  }

  private static int[] all(int count) {
    int[] all = new int[count];
    for (int k = 0; k < count; k++) {
      all[k] = k;
    }
    return all;
  }

  private void number(double value) {
    if (Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeNull();
    }
  }

  private void number(float value) {
    if (Float.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeNull();
    }
  }

  @Override
  public void close() {
    out.writeEndArray();
    out.writeEndObject();
    out.close();
  }
}
