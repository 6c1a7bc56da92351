package io.layerscope.inference.tensorflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.layerscope.dataset.InputColumn;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.inference.TensorRows;
import io.layerscope.model.Lease;
import io.layerscope.model.Model;
import io.layerscope.model.ModelVersion;
import io.layerscope.model.Models;
import io.layerscope.web.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Which versions there are, and what they take and give. */
@RestController
class StatusController {

  private final Models models;
  private final Servables servables;

  StatusController(Models models, Servables servables) {
    this.models = models;
    this.servables = servables;
  }

  record Names(List<String> models) {}

  /** What both protocols answer at the same path: KServe's fields, then TensorFlow Serving's. */
  record Status(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String name,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean ready,
      @JsonProperty("model_version_status") List<VersionStatus> versions) {}

  record VersionStatus(String version, String state, Code status) {

    static VersionStatus available(int version) {
      return new VersionStatus(String.valueOf(version), "AVAILABLE", new Code("OK", ""));
    }
  }

  record Code(
      @JsonProperty("error_code") String code, @JsonProperty("error_message") String message) {}

  @GetMapping("/v1/models")
  Names names() {
    return new Names(models.all().map(Model::name).toList());
  }

  @GetMapping("/v1/models/{name}")
  Status status(@PathVariable String name) {
    try {
      List<Integer> versions = models.get(name).versions();
      return new Status(
          name, true, versions.reversed().stream().map(VersionStatus::available).toList());
    } catch (Problem problem) {
      throw problem.status() == HttpStatus.NOT_FOUND
          ? Problem.notFound("unknown-model", "Could not find any versions of model " + name)
          : problem;
    }
  }

  @GetMapping({"/v1/models/{name}/versions/{version}", "/v1/models/{name}/labels/{label}"})
  Status status(
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version,
      @PathVariable(required = false) @Nullable String label) {
    try (Lease lease = servables.lease(name, version, label)) {
      return new Status(null, null, List.of(VersionStatus.available(lease.version())));
    }
  }

  @GetMapping({
    "/v1/models/{name}/metadata",
    "/v1/models/{name}/versions/{version}/metadata",
    "/v1/models/{name}/labels/{label}/metadata"
  })
  Map<String, Object> metadata(
      @PathVariable String name,
      @PathVariable(required = false) @Nullable String version,
      @PathVariable(required = false) @Nullable String label) {
    try (Lease lease = servables.lease(name, version, label)) {
      ModelVersion chosen = models.get(name, lease.version());
      Map<String, Object> signatures = new LinkedHashMap<>();
      for (Signature signature : Signature.values()) {
        signatures.put(
            signature.signatureName(),
            Map.of(
                "inputs", inputs(chosen.inputs()),
                "outputs", outputs(signature, chosen.classes().size()),
                "method_name", "tensorflow/serving/predict"));
      }
      return Map.of(
          "model_spec",
          Map.of("name", name, "signature_name", "", "version", String.valueOf(lease.version())),
          "metadata",
          Map.of("signature_def", Map.of("signature_def", signatures)));
    }
  }

  private static Map<String, Object> inputs(List<InputColumn> columns) {
    Map<String, Object> inputs = new LinkedHashMap<>();
    if (columns.stream().allMatch(column -> column.kind() == ColumnKind.NUMERIC)) {
      inputs.put(TensorRows.MATRIX, tensor(TensorRows.MATRIX, "DT_FLOAT", -1, columns.size()));
    } else {
      columns.forEach(
          column ->
              inputs.put(
                  column.name(),
                  tensor(
                      column.name(),
                      column.kind() == ColumnKind.NUMERIC ? "DT_DOUBLE" : "DT_STRING",
                      -1)));
    }
    return inputs;
  }

  private static Map<String, Object> outputs(Signature signature, int classes) {
    Map<String, Object> outputs = new LinkedHashMap<>();
    for (String output : signature.outputs()) {
      outputs.put(
          output,
          switch (output) {
            case "class_index" -> tensor(output, "DT_INT64", -1);
            case "label" -> tensor(output, "DT_STRING", -1);
            default -> tensor(output, "DT_FLOAT", -1, classes);
          });
    }
    return outputs;
  }

  /** Extents are texts there, since they are 64-bit integers. */
  private static Map<String, Object> tensor(String name, String type, int... extents) {
    List<Map<String, String>> dimensions =
        java.util.Arrays.stream(extents)
            .mapToObj(extent -> Map.of("size", String.valueOf(extent), "name", ""))
            .toList();
    return Map.of(
        "name",
        name + ":0",
        "dtype",
        type,
        "tensor_shape",
        Map.of("dim", dimensions, "unknown_rank", false));
  }
}
