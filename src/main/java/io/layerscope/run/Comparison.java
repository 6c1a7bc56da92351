package io.layerscope.run;

import io.layerscope.run.log.Curves;
import io.layerscope.run.state.Metrics;
import io.layerscope.run.state.Run;
import io.layerscope.run.state.RunState;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Runs side by side. */
record Comparison(
    List<Compared> runs,
    @Schema(description = "Where the requests differ.") List<Difference> differences,
    @Schema(description = "The curves by run.") Map<String, Curves> curves) {

  /** A run in short. */
  record Compared(
      String id,
      String name,
      RunState state,
      @Nullable Metrics latest,
      Metrics.@Nullable Best best) {

    static Compared of(Run run) {
      return new Compared(run.id(), run.name(), run.state(), run.latest(), run.best());
    }
  }

  /**
   * A field that is not the same in all requests.
   *
   * @param pointer JSON Pointer into the request
   * @param values by run; null where the request has no such field
   */
  record Difference(
      @Schema(example = "/training/seed") String pointer,
      @Schema(example = "{\"a\": 1, \"b\": 2}") Map<String, @Nullable Object> values) {}

  /** The fields in which requests differ, in the order of the first request that has them. */
  static List<Difference> differences(Map<String, JsonNode> requests) {
    Map<String, Map<String, JsonNode>> flat = new LinkedHashMap<>();
    Set<String> pointers = new LinkedHashSet<>();
    requests.forEach(
        (run, request) -> {
          Map<String, JsonNode> fields = new LinkedHashMap<>();
          flatten("", request, fields);
          flat.put(run, fields);
          pointers.addAll(fields.keySet());
        });
    List<Difference> differences = new ArrayList<>();
    for (String pointer : pointers) {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      flat.forEach((run, fields) -> values.put(run, fields.get(pointer)));
      if (values.values().stream().map(Objects::toString).distinct().count() > 1) {
        differences.add(new Difference(pointer, values));
      }
    }
    return differences;
  }

  private static void flatten(String pointer, JsonNode node, Map<String, JsonNode> fields) {
    if (node.isObject()) {
      node.properties()
          .forEach(field -> flatten(pointer + "/" + field.getKey(), field.getValue(), fields));
    } else {
      fields.put(pointer, node);
    }
  }
}
