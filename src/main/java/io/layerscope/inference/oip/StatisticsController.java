package io.layerscope.inference.oip;

import io.layerscope.inference.ServedModels;
import io.layerscope.inference.metrics.Answered;
import io.layerscope.inference.metrics.InferenceMetrics;
import io.layerscope.model.Model;
import io.layerscope.model.Models;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Triton's extension "statistics": what models have answered since the process began. */
@RestController
class StatisticsController {

  private final Models models;
  private final InferenceMetrics metrics;

  StatisticsController(Models models, InferenceMetrics metrics) {
    this.models = models;
    this.metrics = metrics;
  }

  record Statistics(List<Entry> model_stats) {}

  /** Nothing is batched across requests, and memory is told by {@code /actuator/prometheus}. */
  record Entry(
      String name,
      String version,
      long last_inference,
      long inference_count,
      long execution_count,
      Durations inference_stats,
      List<Object> batch_stats,
      List<Object> memory_usage) {

    private static Entry of(String name, int version, Answered answered) {
      return new Entry(
          name,
          String.valueOf(version),
          answered.lastMillis(),
          answered.rows(),
          answered.passes(),
          Durations.of(answered),
          List.of(),
          List.of());
    }
  }

  /** Of all requests together. There is no queue before a pass, and no cache of answers. */
  record Durations(
      Duration success,
      Duration fail,
      Duration queue,
      Duration compute_input,
      Duration compute_infer,
      Duration compute_output,
      Duration cache_hit,
      Duration cache_miss) {

    private static Durations of(Answered a) {
      long output = a.successNanos() - a.inputNanos() - a.networkNanos();
      return new Durations(
          new Duration(a.successes(), a.successNanos()),
          new Duration(a.failures(), a.failureNanos()),
          new Duration(a.successes(), 0),
          new Duration(a.successes(), a.inputNanos()),
          new Duration(a.successes(), a.networkNanos()),
          new Duration(a.successes(), Math.max(0, output)),
          new Duration(0, 0),
          new Duration(0, 0));
    }
  }

  /**
   * @param count requests
   * @param ns nanoseconds that they took together
   */
  record Duration(long count, long ns) {}

  @GetMapping("/v2/models/stats")
  Statistics all() {
    return new Statistics(models.all().flatMap(this::entries).toList());
  }

  /** Of all versions, or of one. */
  @GetMapping({"/v2/models/{name}/stats", "/v2/models/{name}/versions/{version}/stats"})
  Statistics of(
      @PathVariable String name, @PathVariable(required = false) @Nullable String version) {
    if (version == null) {
      return new Statistics(entries(models.get(name)).toList());
    }
    int number = models.get(name, ServedModels.choice(name, version)).version();
    return new Statistics(List.of(entry(name, number)));
  }

  private Stream<Entry> entries(Model model) {
    return model.versions().stream().map(version -> entry(model.name(), version));
  }

  private Entry entry(String name, int version) {
    return Entry.of(name, version, metrics.answered(name, version));
  }
}
