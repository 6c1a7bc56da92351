package io.layerscope.inference.oip;

import io.layerscope.inference.Scored;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** The three tensors that a classifier answers with, as JSON or as bytes. */
final class Outputs {

  static final String PROBABILITIES = "probabilities";
  static final String CLASS_INDEX = "class_index";
  static final String LABEL = "label";

  /** In the order in which they are told. */
  static final List<String> NAMES = List.of(PROBABILITIES, CLASS_INDEX, LABEL);

  private final Scored scored;
  private final InferRequest.Output asked;

  Outputs(Scored scored, InferRequest.Output asked) {
    this.scored = scored;
    this.asked = asked;
  }

  /** Writes the tensor; its bytes, when they are asked for, go to {@code binary}. */
  void write(JsonGenerator out, ByteArrayOutputStream binary) {
    out.writeStartObject();
    out.writeStringProperty("name", asked.name());
    out.writeStringProperty("datatype", datatype().name());
    out.writeArrayPropertyStart("shape");
    out.writeNumber(scored.rows());
    if (columns() >= 0) {
      out.writeNumber(columns());
    }
    out.writeEndArray();
    if (asked.binary()) {
      byte[] bytes = bytes();
      out.writeObjectPropertyStart("parameters");
      out.writeNumberProperty("binary_data_size", bytes.length);
      out.writeEndObject();
      binary.writeBytes(bytes);
    } else {
      out.writeArrayPropertyStart("data");
      for (int row = 0; row < scored.rows(); row++) {
        write(out, row);
      }
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private boolean classified() {
    return asked.classification() > 0;
  }

  private Datatype datatype() {
    if (classified()) {
      return Datatype.BYTES;
    }
    return switch (asked.name()) {
      case PROBABILITIES -> Datatype.FP32;
      case CLASS_INDEX -> Datatype.INT64;
      default -> Datatype.BYTES;
    };
  }

  /** The second extent; -1 when there is none. */
  private int columns() {
    int classes = scored.classes().size();
    if (classified()) {
      return Math.min(asked.classification(), classes);
    }
    return asked.name().equals(PROBABILITIES) ? classes : -1;
  }

  private void write(JsonGenerator out, int row) {
    if (classified()) {
      for (int k : scored.top(row, columns())) {
        out.writeString(classified(row, k));
      }
      return;
    }
    switch (asked.name()) {
      case PROBABILITIES -> {
        for (int k = 0; k < scored.classes().size(); k++) {
          out.writeNumber(scored.probability(row, k));
        }
      }
      case CLASS_INDEX -> out.writeNumber(scored.best(row));
      default -> out.writeString(scored.classes().get(scored.best(row)));
    }
  }

  private String classified(int row, int k) {
    return scored.probability(row, k) + ":" + k + ":" + scored.classes().get(k);
  }

  private byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int row = 0; row < scored.rows(); row++) {
      if (classified()) {
        for (int k : scored.top(row, columns())) {
          all.writeBytes(text(classified(row, k)));
        }
      } else if (asked.name().equals(PROBABILITIES)) {
        ByteBuffer floats = little(4 * scored.classes().size());
        for (int k = 0; k < scored.classes().size(); k++) {
          floats.putFloat(scored.probability(row, k));
        }
        all.writeBytes(floats.array());
      } else if (asked.name().equals(CLASS_INDEX)) {
        all.writeBytes(little(8).putLong(scored.best(row)).array());
      } else {
        all.writeBytes(text(scored.classes().get(scored.best(row))));
      }
    }
    return all.toByteArray();
  }

  private static byte[] text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return little(4 + bytes.length).putInt(bytes.length).put(bytes).array();
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
