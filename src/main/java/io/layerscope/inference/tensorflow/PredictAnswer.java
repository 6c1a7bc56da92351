package io.layerscope.inference.tensorflow;

import io.layerscope.inference.Scored;
import tools.jackson.core.JsonGenerator;

/** Writes {@code predictions} row by row, {@code outputs} tensor by tensor, and {@code results}. */
final class PredictAnswer {

  private final JsonGenerator out;
  private final Scored scored;

  private PredictAnswer(JsonGenerator out, Scored scored) {
    this.out = out;
    this.scored = scored;
  }

  static void write(JsonGenerator out, PredictRequest.Asked asked, Scored scored) {
    PredictAnswer answer = new PredictAnswer(out, scored);
    out.writeStartObject();
    if (asked.byRow()) {
      out.writeName("predictions");
      answer.rows(asked.signature());
    } else {
      out.writeName("outputs");
      answer.tensors(asked.signature());
    }
    out.writeEndObject();
  }

  /** Each class of each row; servers name the field so, whatever their documentation says. */
  static void writeClasses(JsonGenerator out, Scored scored) {
    out.writeStartObject();
    out.writeArrayPropertyStart("results");
    for (int row = 0; row < scored.rows(); row++) {
      out.writeStartArray();
      for (int k = 0; k < scored.classes().size(); k++) {
        out.writeStartArray();
        out.writeString(scored.classes().get(k));
        out.writeNumber(scored.probability(row, k));
        out.writeEndArray();
      }
      out.writeEndArray();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private void rows(Signature signature) {
    out.writeStartArray();
    for (int row = 0; row < scored.rows(); row++) {
      if (signature.outputs().size() == 1) {
        value(signature.outputs().getFirst(), row);
      } else {
        out.writeStartObject();
        for (String output : signature.outputs()) {
          out.writeName(output);
          value(output, row);
        }
        out.writeEndObject();
      }
    }
    out.writeEndArray();
  }

  private void tensors(Signature signature) {
    if (signature.outputs().size() == 1) {
      tensor(signature.outputs().getFirst());
      return;
    }
    out.writeStartObject();
    for (String output : signature.outputs()) {
      out.writeName(output);
      tensor(output);
    }
    out.writeEndObject();
  }

  private void tensor(String output) {
    out.writeStartArray();
    for (int row = 0; row < scored.rows(); row++) {
      value(output, row);
    }
    out.writeEndArray();
  }

  private void value(String output, int row) {
    switch (output) {
      case "class_index" -> out.writeNumber(scored.best(row));
      case "label" -> out.writeString(scored.classes().get(scored.best(row)));
      default -> {
        out.writeStartArray();
        for (int k = 0; k < scored.classes().size(); k++) {
          out.writeNumber(scored.probability(row, k));
        }
        out.writeEndArray();
      }
    }
  }
}
