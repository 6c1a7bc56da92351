package io.layerscope.run.metrics;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.springframework.stereotype.Component;

/**
 * How the runs ended that this process ended. A counter, of the type gauge: beside {@code
 * mlp_training_jobs} Micrometer refuses a counter whose name differs by {@code _total} alone.
 */
@Component
public class Outcomes {

  private final Gauge ended;

  Outcomes(PrometheusRegistry registry) {
    ended =
        Gauge.builder()
            .name("mlp_training_jobs_total")
            .help("Runs that ended, by how they did.")
            .labelNames("outcome")
            .withoutExemplars()
            .register(registry);
    for (String outcome : new String[] {"succeeded", "stopped", "cancelled", "failed"}) {
      ended.initLabelValues(outcome);
    }
  }

  /** Counts a run that has ended for good. */
  public void ended(String outcome) {
    ended.labelValues(outcome).inc();
  }
}
