package io.layerscope.run.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.layerscope.nn.EpochReport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrainingMetricsTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final TrainingMetrics metrics = new TrainingMetrics(registry);

  @Test
  void the_models_that_train_and_the_last_eight_have_gauges() {
    RunMetrics running = metrics.begin("running");
    for (int i = 0; i < 100; i++) {
      metrics.begin("model" + i).close();
    }
    assertThat(registry.find("mlp.training.epoch").gauges())
        .extracting(gauge -> gauge.getId().getTag("model"))
        .containsExactlyInAnyOrder(
            "running", "model92", "model93", "model94", "model95", "model96", "model97", "model98",
            "model99");
    running.close();
    assertThat(registry.find("mlp.training.epoch").gauges())
        .hasSize(TrainingMetrics.ENDED)
        .extracting(gauge -> gauge.getId().getTag("model"))
        .contains("running")
        .doesNotContain("model92");
  }

  @Test
  void of_several_runs_of_one_model_the_last_is_shown() {
    RunMetrics first = metrics.begin("m");
    first.epoch(epoch(1, 0.5));
    assertThat(loss()).isEqualTo(0.5);
    RunMetrics second = metrics.begin("m");
    assertThat(loss()).isNaN();
    first.epoch(epoch(2, 0.4));
    assertThat(loss()).isNaN();
    second.epoch(epoch(1, 0.9));
    second.close();
    first.epoch(epoch(3, 0.3));
    first.close();
    assertThat(loss()).isEqualTo(0.9);
    assertThat(registry.get("mlp.training.epochs").counter().count()).isEqualTo(4);
  }

  @Test
  void steps_taken_together_are_told_by_their_mean() {
    RunMetrics run = metrics.begin("m");
    run.took(1000, 32_000, 50_000_000);
    run.took(0, 0, 1000);
    assertThat(registry.get("mlp.training.steps").counter().count()).isEqualTo(1000);
    assertThat(registry.get("mlp.training.samples").counter().count()).isEqualTo(32_000);
    assertThat(registry.get("mlp.training.step.duration").timer().count()).isEqualTo(1);
    assertThat(registry.get("mlp.training.step.duration").timer().totalTime(TimeUnit.MICROSECONDS))
        .isCloseTo(50, within(1e-9));
  }

  private double loss() {
    Gauge gauge = registry.get("mlp.training.loss").tag("split", "train").gauge();
    return gauge.value();
  }

  private static EpochReport epoch(int epoch, double loss) {
    return new EpochReport(epoch, loss, 0.5, null, null, 0.1, 1.0, true, null);
  }
}
