package io.layerscope.model.export;

import io.layerscope.model.Lease;
import io.layerscope.model.ModelVersion;
import io.layerscope.nn.activation.Activation;
import io.layerscope.nn.layer.Folded;
import io.layerscope.web.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import onnx.Onnx;
import onnx.Onnx.TensorProto.DataType;
import org.springframework.http.HttpStatus;

/**
 * A model as ONNX: preprocessing, layers and softmax in one graph, with the outputs {@code
 * probabilities} [N, K], {@code class_index} [N] and {@code label} [N]. Normalizations are folded,
 * dropout is gone.
 */
final class OnnxFile {

  private static final int IR_VERSION = 8;
  private static final int OPERATORS = 17;
  private static final int LEARNING_OPERATORS = 3;

  /** A file of protocol buffers cannot be larger than 2 GiB. */
  private static final long LARGEST = (1L << 31) - (1 << 20);

  private final OnnxGraph graph;
  private final Lease model;

  private OnnxFile(Lease model) {
    this.model = model;
    graph = new OnnxGraph(model.name());
  }

  /**
   * Writes the file.
   *
   * @param facts what is told beside the graph, by name
   * @throws Problem 422 when the model is too large for the format
   */
  static void write(Lease model, ModelVersion version, Map<String, String> facts, OutputStream out)
      throws IOException {
    if (model.network().bytes() > LARGEST) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "model-too-large",
          "The model is larger than the 2 GiB of an ONNX file; take safetensors or npz.");
    }
    Onnx.ModelProto.Builder file =
        Onnx.ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("layerscope")
            .setModelVersion(version.version())
            .setDocString("Version " + version.version() + " of " + version.name())
            .addOpsetImport(operators("", OPERATORS))
            .addOpsetImport(operators(OnnxGraph.MACHINE_LEARNING, LEARNING_OPERATORS))
            .setGraph(new OnnxFile(model).build());
    facts.forEach(
        (key, value) ->
            file.addMetadataProps(
                Onnx.StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    file.build().writeTo(out);
  }

  private static Onnx.OperatorSetIdProto operators(String domain, int version) {
    return Onnx.OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version).build();
  }

  private Onnx.GraphProto build() {
    String value = new OnnxPreprocessing(graph, model.preprocessing()).encoded();
    for (Folded layer : model.network().folded()) {
      value = activation(affine(value, layer), layer.spec().activation());
    }
    outputs(value);
    return graph.build();
  }

  private String affine(String x, Folded layer) {
    int units = layer.spec().units();
    String weights = graph.floats(layer.weights(), units, layer.spec().inputs());
    String bias = graph.floats(layer.bias(), units);
    String y = graph.node("Gemm", List.of(x, weights, bias), OnnxGraph.attribute("transB", 1));
    float[] mixing = layer.mixing();
    float[] shift = layer.shift();
    if (mixing == null || shift == null) {
      return y;
    }
    return graph.node(
        "Gemm", List.of(y, graph.floats(mixing, units, units), graph.floats(shift, units)));
  }

  private String activation(String y, Activation activation) {
    List<String> input = List.of(y);
    return switch (activation) {
      case Activation.Identity _ -> y;
      case Activation.Relu _ -> graph.node("Relu", input);
      case Activation.LeakyRelu leaky ->
          graph.node("LeakyRelu", input, OnnxGraph.attribute("alpha", leaky.negativeSlope()));
      case Activation.Elu elu ->
          graph.node("Elu", input, OnnxGraph.attribute("alpha", elu.alpha()));
      case Activation.Gelu _ -> gelu(y);
      case Activation.Tanh _ -> graph.node("Tanh", input);
      case Activation.Sigmoid _ -> graph.node("Sigmoid", input);
      case Activation.Softsign _ -> graph.node("Softsign", input);
    };
  }

  /** y (1 + erf(y / sqrt 2)) / 2: an operator of its own is younger than many runtimes. */
  private String gelu(String y) {
    String root = graph.floats(new float[] {(float) Math.sqrt(0.5)}, 1);
    String one = graph.floats(new float[] {1}, 1);
    String half = graph.floats(new float[] {0.5f}, 1);
    String erf = graph.node("Erf", List.of(graph.node("Mul", List.of(y, root))));
    String twice = graph.node("Mul", List.of(y, graph.node("Add", List.of(erf, one))));
    return graph.node("Mul", List.of(twice, half));
  }

  private void outputs(String logits) {
    List<String> classes = model.classes();
    Set<String> taken = new HashSet<>();
    model.preprocessing().inputs().forEach(column -> taken.add(column.name()));
    String probabilities = free("probabilities", taken);
    graph.named("", "Softmax", logits, probabilities, OnnxGraph.attribute("axis", 1));
    graph.output(probabilities, DataType.FLOAT, classes.size());
    String index = free("class_index", taken);
    graph.named(
        "",
        "ArgMax",
        probabilities,
        index,
        OnnxGraph.attribute("axis", 1),
        OnnxGraph.attribute("keepdims", 0));
    graph.output(index, DataType.INT64, 0);
    String label = free("label", taken);
    graph.named(
        OnnxGraph.MACHINE_LEARNING,
        "LabelEncoder",
        index,
        label,
        OnnxGraph.numbers("keys_int64s", LongStream.range(0, classes.size()).toArray()),
        OnnxGraph.texts("values_strings", classes));
    graph.output(label, DataType.STRING, 0);
  }

  /** An output must not have a column's name. */
  private static String free(String name, Set<String> taken) {
    String free = name;
    while (!taken.add(free)) {
      free = "output_" + free;
    }
    return free;
  }
}
