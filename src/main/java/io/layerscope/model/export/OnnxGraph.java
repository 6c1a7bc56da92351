package io.layerscope.model.export;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import onnx.Onnx;
import org.nd4j.shade.protobuf.ByteString;

/** A graph of ONNX that grows node by node; values are known by their names. */
final class OnnxGraph {

  /** Operators of trees and texts have a domain of their own. */
  static final String MACHINE_LEARNING = "ai.onnx.ml";

  private final Onnx.GraphProto.Builder graph;
  private int values;

  OnnxGraph(String name) {
    graph = Onnx.GraphProto.newBuilder().setName(name);
  }

  Onnx.GraphProto build() {
    return graph.build();
  }

  /** A name that no column has, since it begins with a slash and ends with a number. */
  private String fresh(String operator) {
    values++;
    return "/" + operator + "/" + values;
  }

  /** Declares an input [N, columns]. */
  String input(String name, Onnx.TensorProto.DataType type, int columns) {
    graph.addInput(value(name, type, columns));
    return name;
  }

  /** Declares an output [N, columns], or [N] where there are no columns. */
  void output(String name, Onnx.TensorProto.DataType type, int columns) {
    graph.addOutput(value(name, type, columns));
  }

  private static Onnx.ValueInfoProto value(
      String name, Onnx.TensorProto.DataType type, int columns) {
    Onnx.TensorShapeProto.Builder shape =
        Onnx.TensorShapeProto.newBuilder()
            .addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimParam("N"));
    if (columns > 0) {
      shape.addDim(Onnx.TensorShapeProto.Dimension.newBuilder().setDimValue(columns));
    }
    return Onnx.ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            Onnx.TypeProto.newBuilder()
                .setTensorType(
                    Onnx.TypeProto.Tensor.newBuilder()
                        .setElemType(type.getNumber())
                        .setShape(shape)))
        .build();
  }

  /** Adds a node with one output, whose name it gives. */
  String node(String operator, List<String> inputs, Onnx.AttributeProto... attributes) {
    String output = fresh(operator);
    add("", operator, inputs, output, attributes);
    return output;
  }

  /** Adds a node whose output has a name of its own. */
  void named(
      String domain,
      String operator,
      String input,
      String output,
      Onnx.AttributeProto... attributes) {
    add(domain, operator, List.of(input), output, attributes);
  }

  /** Adds a node of {@link #MACHINE_LEARNING}. */
  String learned(String operator, String input, Onnx.AttributeProto... attributes) {
    String output = fresh(operator);
    add(MACHINE_LEARNING, operator, List.of(input), output, attributes);
    return output;
  }

  private void add(
      String domain,
      String operator,
      List<String> inputs,
      String output,
      Onnx.AttributeProto... attributes) {
    graph.addNode(
        Onnx.NodeProto.newBuilder()
            .setDomain(domain)
            .setOpType(operator)
            .setName(fresh("node"))
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
  }

  String floats(float[] values, long... shape) {
    ByteBuffer bytes = little(4 * values.length);
    bytes.asFloatBuffer().put(values);
    return constant(Onnx.TensorProto.DataType.FLOAT, bytes, shape);
  }

  String doubles(double[] values, long... shape) {
    ByteBuffer bytes = little(8 * values.length);
    bytes.asDoubleBuffer().put(values);
    return constant(Onnx.TensorProto.DataType.DOUBLE, bytes, shape);
  }

  String integers(long[] values, long... shape) {
    ByteBuffer bytes = little(8 * values.length);
    bytes.asLongBuffer().put(values);
    return constant(Onnx.TensorProto.DataType.INT64, bytes, shape);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String constant(Onnx.TensorProto.DataType type, ByteBuffer bytes, long... shape) {
    String name = fresh("constant");
    Onnx.TensorProto.Builder tensor =
        Onnx.TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(bytes.rewind()));
    for (long extent : shape) {
      tensor.addDims(extent);
    }
    graph.addInitializer(tensor);
    return name;
  }

  static Onnx.AttributeProto attribute(String name, long value) {
    return Onnx.AttributeProto.newBuilder()
        .setName(name)
        .setType(Onnx.AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static Onnx.AttributeProto attribute(String name, double value) {
    return Onnx.AttributeProto.newBuilder()
        .setName(name)
        .setType(Onnx.AttributeProto.AttributeType.FLOAT)
        .setF((float) value)
        .build();
  }

  static Onnx.AttributeProto texts(String name, List<String> values) {
    Onnx.AttributeProto.Builder attribute =
        Onnx.AttributeProto.newBuilder()
            .setName(name)
            .setType(Onnx.AttributeProto.AttributeType.STRINGS);
    values.forEach(
        value -> attribute.addStrings(ByteString.copyFrom(value.getBytes(StandardCharsets.UTF_8))));
    return attribute.build();
  }

  static Onnx.AttributeProto numbers(String name, long[] values) {
    Onnx.AttributeProto.Builder attribute =
        Onnx.AttributeProto.newBuilder()
            .setName(name)
            .setType(Onnx.AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    return attribute.build();
  }
}
