package io.layerscope.inference.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/**
 * What one version of a model has answered. Beside the own counter it has the names that Triton
 * uses, so that dashboards made for Triton show this service too.
 */
final class VersionMetrics {

  private static final double NANOS_PER_MICRO = 1000;

  private final MeterRegistry registry;
  private final Clock clock;
  private final Tags tags;
  private final Map<How, Counter> counters = new ConcurrentHashMap<>();
  private final List<Meter> triton = new ArrayList<>();
  private final LongAdder successes = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder rows = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final LongAdder failureNanos = new LongAdder();
  private final LongAdder passes = new LongAdder();
  private final LongAdder inputNanos = new LongAdder();
  private final LongAdder networkNanos = new LongAdder();
  private volatile long usedAt;
  private volatile long answeredAt;

  /** A version of a model. */
  record Version(String model, String version) {}

  private record How(Protocol protocol, Outcome outcome) {}

  VersionMetrics(MeterRegistry registry, Clock clock, Version version) {
    this.registry = registry;
    this.clock = clock;
    this.tags = Tags.of("model", version.model(), "version", version.version());
    triton("nv_inference_request_success", "Requests answered.", m -> m.successes.sum());
    triton("nv_inference_request_failure", "Requests refused.", m -> m.failures.sum());
    triton("nv_inference_count", "Rows predicted.", m -> m.rows.sum());
    triton(
        "nv_inference_request_duration_us",
        "Microseconds that answered requests took together.",
        m -> m.nanos.sum() / NANOS_PER_MICRO);
  }

  private void triton(String name, String description, ToDoubleFunction<VersionMetrics> value) {
    triton.add(
        Gauge.builder(name, this, value).description(description).tags(tags).register(registry));
  }

  /**
   * Counts a request that has been answered or refused.
   *
   * @param took nanoseconds, reading and writing included
   */
  void count(Protocol protocol, Outcome outcome, Asked asked, long took) {
    usedAt = System.nanoTime();
    counters.computeIfAbsent(new How(protocol, outcome), this::counter).increment();
    if (outcome == Outcome.SUCCESS) {
      successes.increment();
      rows.add(asked.rows());
      nanos.add(took);
      passes.add(asked.passes());
      inputNanos.add(asked.inputNanos());
      networkNanos.add(asked.networkNanos());
      answeredAt = clock.millis();
    } else {
      failures.increment();
      failureNanos.add(took);
    }
  }

  /** What has been counted until now. */
  Answered answered() {
    return new Answered(
        answeredAt,
        rows.sum(),
        passes.sum(),
        successes.sum(),
        nanos.sum(),
        failures.sum(),
        failureNanos.sum(),
        inputNanos.sum(),
        networkNanos.sum());
  }

  private Counter counter(How how) {
    return Counter.builder("mlp.inference.requests")
        .description("Requests for predictions.")
        .tags(tags)
        .tag("protocol", how.protocol().label())
        .tag("outcome", how.outcome().label())
        .register(registry);
  }

  /** When it was asked last, by the clock of durations. */
  long usedAt() {
    return usedAt;
  }

  /** Takes everything away. */
  void remove() {
    counters.values().forEach(registry::remove);
    triton.forEach(registry::remove);
  }
}
