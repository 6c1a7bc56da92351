package io.layerscope.inference.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class VersionMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final InferenceMetrics metrics = new InferenceMetrics(registry);

  @Test
  void the_versions_that_were_asked_last_have_counters() {
    for (int version = 1; version <= 3 * InferenceMetrics.VERSIONS; version++) {
      ask(version);
      ask(1);
    }
    assertThat(registry.find("mlp.inference.requests").counters())
        .hasSize(InferenceMetrics.VERSIONS)
        .extracting(counter -> counter.getId().getTag("version"))
        .contains("1", "192", "191")
        .doesNotContain("2", "128");
    assertThat(registry.find("nv_inference_count").gauges()).hasSize(InferenceMetrics.VERSIONS);
    assertThat(registry.get("mlp.inference.requests").tag("version", "1").counter().count())
        .isEqualTo(1 + 3 * InferenceMetrics.VERSIONS);
  }

  @Test
  void triton_names_count_answers_rows_and_time() {
    var version = metrics.version(new VersionMetrics.Version("m", "1"));
    version.count(Protocol.LAYERSCOPE, Outcome.SUCCESS, 5, 3000);
    version.count(Protocol.MLFLOW, Outcome.of(404), 7, 1000);
    assertThat(gauge("nv_inference_request_success")).isEqualTo(1);
    assertThat(gauge("nv_inference_request_failure")).isEqualTo(1);
    assertThat(gauge("nv_inference_count")).isEqualTo(5);
    assertThat(gauge("nv_inference_request_duration_us")).isEqualTo(3);
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private void ask(int number) {
    metrics
        .version(new VersionMetrics.Version("m", String.valueOf(number)))
        .count(Protocol.TENSORFLOW, Outcome.SUCCESS, 1, 1000);
  }
}
