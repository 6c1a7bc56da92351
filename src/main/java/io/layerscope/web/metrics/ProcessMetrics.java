package io.layerscope.web.metrics;

import io.layerscope.nn.array.ComputeThreads;
import io.layerscope.nn.array.Matrix;
import io.layerscope.web.ServiceVersion;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** The build, the memory beside the heap, and the threads that compute. */
@Component
class ProcessMetrics implements MeterBinder {

  private final ServiceVersion version;
  private final ComputeThreads threads;

  ProcessMetrics(ServiceVersion version, ComputeThreads threads) {
    this.version = version;
    this.threads = threads;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("mlp.build.info", () -> 1)
        .description("Always 1; its labels tell what runs.")
        .tag("version", version.toString())
        .tag("java", Runtime.version().toString())
        .register(registry);
    Gauge.builder("mlp.offheap", Matrix::allocatedBytes)
        .description("Native memory of parameters, activations, gradients and data.")
        .baseUnit("bytes")
        .register(registry);
    Gauge.builder("mlp.compute.threads", threads, ComputeThreads::size)
        .description("Threads that compute, one per core.")
        .register(registry);
    Gauge.builder("mlp.compute.threads.busy", threads, ComputeThreads::awake)
        .description("Those of them that are at work.")
        .register(registry);
  }
}
