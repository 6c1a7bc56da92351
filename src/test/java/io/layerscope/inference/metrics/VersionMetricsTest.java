package io.layerscope.inference.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.junit.jupiter.api.Test;

class VersionMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final InferenceMetrics metrics = new InferenceMetrics(registry, Clock.systemUTC());

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
    version.count(Protocol.LAYERSCOPE, Outcome.SUCCESS, asked(5), 3000);
    version.count(Protocol.MLFLOW, Outcome.of(404), asked(7), 1000);
    assertThat(gauge("nv_inference_request_success")).isEqualTo(1);
    assertThat(gauge("nv_inference_request_failure")).isEqualTo(1);
    assertThat(gauge("nv_inference_count")).isEqualTo(5);
    assertThat(gauge("nv_inference_request_duration_us")).isEqualTo(3);
  }

  @Test
  void what_a_version_has_answered_is_told_with_the_time_in_the_network() {
    var version = metrics.version(new VersionMetrics.Version("m", "1"));
    Asked chunks = asked(4);
    chunks.predicted(2, System.nanoTime() - 1000);
    version.count(Protocol.OPEN_INFERENCE, Outcome.SUCCESS, chunks, 1_000_000);
    version.count(Protocol.OPEN_INFERENCE, Outcome.of(400), asked(9), 500);
    Answered answered = metrics.answered("m", 1);
    assertThat(answered.rows()).isEqualTo(6);
    assertThat(answered.passes()).isEqualTo(2);
    assertThat(answered.successes()).isEqualTo(1);
    assertThat(answered.successNanos()).isEqualTo(1_000_000);
    assertThat(answered.failures()).isEqualTo(1);
    assertThat(answered.failureNanos()).isEqualTo(500);
    assertThat(answered.networkNanos()).isGreaterThanOrEqualTo(1000);
    assertThat(answered.lastMillis()).isPositive();
    assertThat(metrics.answered("m", 2)).isEqualTo(Answered.NOTHING);
  }

  private static Asked asked(int rows) {
    Asked asked = new Asked();
    asked.predicted(rows, System.nanoTime());
    return asked;
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private void ask(int number) {
    metrics
        .version(new VersionMetrics.Version("m", String.valueOf(number)))
        .count(Protocol.TENSORFLOW, Outcome.SUCCESS, asked(1), 1000);
  }
}
