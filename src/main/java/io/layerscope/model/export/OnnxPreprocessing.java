package io.layerscope.model.export;

import io.layerscope.dataset.Encoding;
import io.layerscope.dataset.InputColumn;
import io.layerscope.dataset.Preprocessing;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.model.ModelInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import onnx.Onnx;
import onnx.Onnx.TensorProto.DataType;

/**
 * The preprocessing as nodes. A model of numbers has one input [N, columns] of float32; any other
 * has an input [N, 1] for each column: double for a number, string for a category. NaN and the
 * texts that stand for missing values are missing.
 *
 * <p>Numbers are shifted and scaled in double, as in the service.
 */
final class OnnxPreprocessing {

  private final OnnxGraph graph;
  private final Preprocessing preprocessing;

  OnnxPreprocessing(OnnxGraph graph, Preprocessing preprocessing) {
    this.graph = graph;
    this.preprocessing = preprocessing;
  }

  /** Adds inputs and nodes, and gives the value [N, features] of float32. */
  String encoded() {
    ModelInputs inputs = new ModelInputs(preprocessing);
    if (inputs.allNumeric()) {
      String matrix = graph.input("input", DataType.FLOAT, inputs.size());
      return number(
          graph.node("Cast", List.of(matrix), cast(DataType.DOUBLE)), preprocessing.encodings());
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      InputColumn column = preprocessing.inputs().get(i);
      Encoding encoding = preprocessing.encodings().get(i);
      if (column.kind() == ColumnKind.NUMERIC) {
        parts.add(number(graph.input(column.name(), DataType.DOUBLE, 1), List.of(encoding)));
      } else {
        String input = graph.input(column.name(), DataType.STRING, 1);
        if (encoding.width() > 0) {
          parts.add(category(input, column, encoding));
        }
      }
    }
    return graph.node("Concat", parts, OnnxGraph.attribute("axis", 1));
  }

  /** Numbers [N, columns] of double. */
  private String number(String input, List<Encoding> encodings) {
    String fill = vector(encodings.stream().mapToDouble(e -> Objects.requireNonNull(e.fill())));
    String shift = vector(encodings.stream().mapToDouble(Encoding::shift));
    String isMissing = graph.node("IsNaN", List.of(input));
    String filled = graph.node("Where", List.of(isMissing, fill, input));
    if (encodings.getFirst().binarized()) {
      return toFloat(graph.node("Greater", List.of(filled, shift)));
    }
    String scale = vector(encodings.stream().mapToDouble(Encoding::scale));
    String shifted = graph.node("Sub", List.of(filled, shift));
    return toFloat(graph.node("Div", List.of(shifted, scale)));
  }

  private String vector(DoubleStream values) {
    double[] all = values.toArray();
    return graph.doubles(all, 1, all.length);
  }

  /** A text [N, 1] as its index, then as a row with one 1; what is unknown gives zeros. */
  private String category(String input, InputColumn column, Encoding encoding) {
    List<String> keys = new ArrayList<>(column.categories());
    List<Long> values = new ArrayList<>(LongStream.range(0, keys.size()).boxed().toList());
    for (String missing : ModelInputs.MISSING) {
      if (encoding.missingInput() && !column.categories().contains(missing)) {
        keys.add(missing);
        values.add((long) encoding.categories());
      }
    }
    String index =
        graph.learned(
            "LabelEncoder",
            input,
            OnnxGraph.texts("keys_strings", keys),
            OnnxGraph.numbers(
                "values_int64s", values.stream().mapToLong(Long::longValue).toArray()),
            OnnxGraph.attribute("default_int64", -1));
    int width = encoding.width();
    String all = graph.integers(LongStream.range(0, width).toArray(), 1, width);
    return toFloat(graph.node("Equal", List.of(index, all)));
  }

  private String toFloat(String value) {
    return graph.node("Cast", List.of(value), cast(DataType.FLOAT));
  }

  private static Onnx.AttributeProto cast(DataType type) {
    return OnnxGraph.attribute("to", type.getNumber());
  }
}
