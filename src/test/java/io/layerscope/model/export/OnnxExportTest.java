package io.layerscope.model.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.layerscope.ServiceTest;
import io.layerscope.SharedData;
import io.layerscope.dataset.Dataset;
import io.layerscope.dataset.Datasets;
import io.layerscope.dataset.PreprocessingSpec;
import io.layerscope.dataset.Scaling;
import io.layerscope.dataset.table.Column;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.dataset.table.Table;
import io.layerscope.model.Lease;
import io.layerscope.model.LoadedModels;
import io.layerscope.model.VersionChoice;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * ONNX Runtime, which no one here wrote, finds the service's probabilities in the exported file.
 */
class OnnxExportTest extends ServiceTest {

  private static final int ROWS = 400;
  private static final List<String> ACTIVATIONS =
      List.of(
          "\"relu\"",
          "{\"kind\": \"leakyRelu\", \"negativeSlope\": 0.2}",
          "{\"kind\": \"elu\", \"alpha\": 0.7}",
          "\"gelu\"",
          "\"tanh\"",
          "\"sigmoid\"",
          "\"softsign\"",
          "\"identity\"");
  private static final List<String> NORMALIZATIONS =
      List.of("\"none\"", "\"batch\"", "{\"kind\": \"whitening\", \"groupSize\": 5}");

  @Autowired private ApplicationContext service;
  @Autowired private Datasets datasets;
  @Autowired private LoadedModels loaded;

  @ParameterizedTest
  @ValueSource(strings = {"iris", "digits", "adult", "horse-colic"})
  void every_activation_and_normalization_gives_the_services_probabilities(String data)
      throws Exception {
    Table table = table(data);
    int[] rows = IntStream.range(0, Math.min(ROWS, table.rows())).toArray();
    TrainedModel model = new TrainedModel(service, table, rows);
    double worst = 0;
    for (String activation : ACTIVATIONS) {
      for (String normalization : NORMALIZATIONS) {
        String network =
            "{\"widths\": [12, 11], \"dropout\": 0.2, \"activation\": %s, \"normalization\": %s}"
                .formatted(activation, normalization);
        var version = model.register("onnx-" + data, network, PreprocessingSpec.defaults());
        double difference = difference(version.name(), version.version(), table, rows);
        assertThat(difference).as(network).isLessThan(1e-5);
        worst = Math.max(worst, difference);
      }
    }
    System.out.printf("ONNX Runtime on %s: greatest difference %.1e%n", data, worst);
  }

  @ParameterizedTest
  @EnumSource(Scaling.class)
  void every_scaling_is_in_the_graph(Scaling scaling) throws Exception {
    Table table = table("digits");
    int[] rows = IntStream.range(0, ROWS).toArray();
    var version =
        new TrainedModel(service, table, rows)
            .register(
                "onnx-" + scaling.name(),
                "{\"widths\": [8]}",
                new PreprocessingSpec(scaling, null));
    assertThat(difference(version.name(), version.version(), table, rows)).isLessThan(1e-5);
  }

  @Test
  void a_missing_or_unknown_cell_is_read_as_in_the_service() throws Exception {
    Table table = table("horse-colic");
    int[] rows = IntStream.range(0, table.rows()).toArray();
    assertThat(table.columns().stream().mapToInt(Column::missing).sum()).isPositive();
    var version =
        new TrainedModel(service, table, rows)
            .register("onnx-missing", "{\"widths\": [8]}", PreprocessingSpec.defaults());
    assertThat(difference(version.name(), version.version(), table, rows)).isLessThan(1e-5);
  }

  private Table table(String data) {
    if (data.equals("iris") || data.equals("digits")) {
      return datasets.table(datasets.get(data));
    }
    String file = data.equals("adult") ? "uci/adult-train.csv" : "uci/horse-colic.csv";
    String target = data.equals("adult") ? "14" : "23";
    var answer =
        post(
            "/api/v1/datasets?header=false&name=" + data + "&target=" + target,
            "text/csv",
            SharedData.file(file));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    Dataset dataset = datasets.get(json(answer).get("id").stringValue());
    return datasets.table(dataset);
  }

  /** The greatest difference of a probability; labels and indexes are compared too. */
  private double difference(String name, int version, Table table, int[] rows)
      throws IOException, InterruptedException, OrtException {
    byte[] file = export(name, version);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file);
        Lease lease = loaded.lease(name, VersionChoice.of(version, null))) {
      float[] own =
          lease.scoring().probabilities(lease.preprocessing().encode(table, rows), rows.length);
      Map<String, OnnxTensor> inputs = inputs(environment, session, table, rows);
      try (OrtSession.Result result = session.run(inputs)) {
        float[][] found = (float[][]) result.get("probabilities").orElseThrow().getValue();
        long[] indexes = (long[]) result.get("class_index").orElseThrow().getValue();
        String[] labels = (String[]) result.get(result.size() - 1).getValue();
        double worst = 0;
        int classes = lease.classes().size();
        for (int row = 0; row < rows.length; row++) {
          for (int k = 0; k < classes; k++) {
            worst = Math.max(worst, Math.abs(found[row][k] - own[row * classes + k]));
          }
          assertThat(labels[row]).isEqualTo(lease.classes().get((int) indexes[row]));
        }
        return worst;
      } finally {
        inputs.values().forEach(OnnxTensor::close);
      }
    }
  }

  private byte[] export(String name, int version) throws IOException, InterruptedException {
    String path = "/api/v1/models/" + name + "/versions/" + version + "/export?format=onnx";
    try (HttpClient client = HttpClient.newHttpClient()) {
      var response = client.send(request(path).build(), BodyHandlers.ofByteArray());
      assertThat(response.statusCode()).isEqualTo(200);
      return response.body();
    }
  }

  private static Map<String, OnnxTensor> inputs(
      OrtEnvironment environment, OrtSession session, Table table, int[] rows) throws OrtException {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    if (session.getInputNames().equals(java.util.Set.of("input"))) {
      float[][] matrix = new float[rows.length][table.columns().size()];
      for (int i = 0; i < rows.length; i++) {
        for (int c = 0; c < matrix[i].length; c++) {
          matrix[i][c] = (float) table.columns().get(c).number(rows[i]);
        }
      }
      inputs.put("input", OnnxTensor.createTensor(environment, matrix));
      return inputs;
    }
    for (Column column : table.columns()) {
      TensorInfo declared = (TensorInfo) session.getInputInfo().get(column.name()).getInfo();
      if (column.kind() == ColumnKind.NUMERIC) {
        assertThat(declared.type).isEqualTo(OnnxJavaType.DOUBLE);
        double[][] numbers = new double[rows.length][1];
        for (int i = 0; i < rows.length; i++) {
          numbers[i][0] = column.number(rows[i]);
        }
        inputs.put(column.name(), OnnxTensor.createTensor(environment, numbers));
      } else {
        String[][] texts = new String[rows.length][1];
        for (int i = 0; i < rows.length; i++) {
          int category = column.category(rows[i]);
          texts[i][0] = category < 0 ? "?" : column.categories().get(category);
        }
        inputs.put(column.name(), OnnxTensor.createTensor(environment, texts));
      }
    }
    return inputs;
  }
}
