package io.layerscope.inference.oip;

import io.layerscope.dataset.InputColumn;
import io.layerscope.dataset.table.ColumnKind;
import io.layerscope.inference.ServedModels;
import io.layerscope.inference.TensorRows;
import io.layerscope.model.Lease;
import io.layerscope.model.Model;
import io.layerscope.model.ModelVersion;
import io.layerscope.model.Models;
import io.layerscope.web.Problem;
import io.layerscope.web.ServiceVersion;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the server and its models are, and whether they are ready. */
@RestController
class OpenInferenceController {

  private static final List<String> EXTENSIONS =
      List.of("binary_tensor_data", "classification", "model_repository", "statistics");

  private final Models models;
  private final ServedModels served;
  private final ApplicationAvailability availability;
  private final ServiceVersion version;

  OpenInferenceController(
      Models models,
      ServedModels served,
      ApplicationAvailability availability,
      ServiceVersion version) {
    this.models = models;
    this.served = served;
    this.availability = availability;
    this.version = version;
  }

  record Server(String name, String version, List<String> extensions) {}

  record TensorMetadata(String name, Datatype datatype, List<Integer> shape) {}

  record Metadata(
      String name,
      List<String> versions,
      String platform,
      List<TensorMetadata> inputs,
      List<TensorMetadata> outputs) {}

  record Ready(String name, boolean ready) {}

  @GetMapping("/v2/health/live")
  Map<String, Boolean> live() {
    return Map.of("live", true);
  }

  /** The specification prints "live" here, servers answer "ready": both are told. */
  @GetMapping("/v2/health/ready")
  Map<String, Boolean> ready() {
    if (availability.getReadinessState() != ReadinessState.ACCEPTING_TRAFFIC) {
      throw new Problem(HttpStatus.SERVICE_UNAVAILABLE, "not-ready", "The server is not ready.");
    }
    return Map.of("live", true, "ready", true);
  }

  @GetMapping({"/v2", "/v2/"})
  Server server() {
    return new Server("layerscope", version.toString(), EXTENSIONS);
  }

  @GetMapping({"/v2/models/{name}/ready", "/v2/models/{name}/versions/{version}/ready"})
  Ready ready(@PathVariable String name, @PathVariable(required = false) @Nullable String version) {
    try (Lease lease = served.lease(name, version)) {
      return new Ready(lease.name(), true);
    }
  }

  @GetMapping({"/v2/models/{name}", "/v2/models/{name}/versions/{version}"})
  Metadata metadata(
      @PathVariable String name, @PathVariable(required = false) @Nullable String version) {
    ModelVersion chosen = models.get(name, ServedModels.choice(name, version));
    Model model = models.get(name);
    return new Metadata(
        name,
        model.versions().stream().map(String::valueOf).toList(),
        "nd4j_mlp",
        inputs(chosen.inputs()),
        List.of(
            new TensorMetadata(
                Outputs.PROBABILITIES, Datatype.FP32, List.of(-1, chosen.classes().size())),
            new TensorMetadata(Outputs.CLASS_INDEX, Datatype.INT64, List.of(-1)),
            new TensorMetadata(Outputs.LABEL, Datatype.BYTES, List.of(-1))));
  }

  /** One matrix where all columns are numbers, else a vector for each column. */
  private static List<TensorMetadata> inputs(List<InputColumn> columns) {
    if (columns.stream().allMatch(column -> column.kind() == ColumnKind.NUMERIC)) {
      return List.of(
          new TensorMetadata(TensorRows.MATRIX, Datatype.FP32, List.of(-1, columns.size())));
    }
    return columns.stream()
        .map(
            column ->
                new TensorMetadata(
                    column.name(),
                    column.kind() == ColumnKind.NUMERIC ? Datatype.FP64 : Datatype.BYTES,
                    List.of(-1)))
        .toList();
  }
}
