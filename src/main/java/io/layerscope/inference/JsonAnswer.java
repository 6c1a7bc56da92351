package io.layerscope.inference;

import io.layerscope.model.Lease;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** Writes {@code {model, version, predictions}}, a prediction at a time. */
final class JsonAnswer implements AutoCloseable {

  private final JsonGenerator out;

  JsonAnswer(JsonMapper json, OutputStream body, Lease model) {
    out = json.createGenerator(body);
    out.writeStartObject();
    out.writeStringProperty("model", model.name());
    out.writeNumberProperty("version", model.version());
    out.writeArrayPropertyStart("predictions");
  }

  void write(List<Prediction> predictions) throws IOException {
    predictions.forEach(this::write);
  }

  private void write(Prediction prediction) {
    out.writeStartObject();
    out.writeStringProperty("label", prediction.label());
    out.writeName("probability");
    number(prediction.probability());
    out.writeObjectPropertyStart("probabilities");
    prediction
        .probabilities()
        .forEach(
            (label, probability) -> {
              out.writeName(label);
              number(probability);
            });
    out.writeEndObject();
    out.writeName("uncertainty");
    if (prediction.uncertainty() == null) {
      out.writeNull();
    } else {
      out.writePOJO(prediction.uncertainty());
    }
    out.writeEndObject();
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
