package io.layerscope.run.export;

import io.layerscope.nn.statistics.Histogram;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A layer's statistics, as the log has them, under TensorBoard's tags. */
final class LayerTags {

  private static final List<String> VALUES =
      List.of("preActivation", "normalized", "activation", "afterDropout", "weights", "bias");
  private static final List<String> GRADIENTS =
      List.of("preActivation", "activation", "weights", "bias");

  private LayerTags() {}

  static void add(SummaryEvent event, JsonNode layer) {
    String prefix = "layer" + layer.path("index").asInt() + "/";
    for (String name : VALUES) {
      event.histogram(prefix + name, distribution(layer.path(name)));
    }
    for (String name : GRADIENTS) {
      event.histogram(prefix + "gradient/" + name, distribution(layer.at("/gradient/" + name)));
    }
  }

  private static SummaryEvent.@Nullable Distribution distribution(JsonNode summary) {
    JsonNode histogram = summary.path("histogram");
    if (!histogram.isObject()) {
      return null;
    }
    List<Double> edges = new ArrayList<>();
    histogram.path("edges").forEach(edge -> edges.add(edge.asDouble()));
    List<Long> counts = new ArrayList<>();
    histogram.path("counts").forEach(count -> counts.add(count.asLong()));
    double n = counts.stream().mapToLong(Long::longValue).sum();
    double rms = summary.path("rms").asDouble();
    return new SummaryEvent.Distribution(
        summary.path("min").asDouble(edges.getFirst()),
        summary.path("max").asDouble(edges.getLast()),
        n * summary.path("mean").asDouble(),
        n * rms * rms,
        new Histogram(edges, counts));
  }
}
