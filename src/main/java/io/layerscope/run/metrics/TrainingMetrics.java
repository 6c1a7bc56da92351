package io.layerscope.run.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.springframework.stereotype.Component;

/**
 * What this process trains. The gauges of a model are those of its run that began last; models that
 * train now have gauges, and the {@link #ENDED} that trained last.
 */
@Component
public class TrainingMetrics {

  /** How many models keep their gauges when they train no more. */
  static final int ENDED = 8;

  private static final Duration[] STEP_BUCKETS =
      LongStream.of(10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
          .mapToObj(micros -> Duration.ofNanos(1000 * micros))
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Map<String, Shown> models = new LinkedHashMap<>();
  private final Totals totals;

  TrainingMetrics(MeterRegistry registry) {
    this.registry = registry;
    totals =
        new Totals(
            counter("mlp.training.epochs", "Epochs trained."),
            counter("mlp.training.samples", "Rows trained with, each as often as it was."),
            counter("mlp.training.steps", "Steps of the optimizer."),
            counter("mlp.training.nonfinite", "Runs that left the finite numbers."),
            Timer.builder("mlp.training.step.duration")
                .description("A step's duration, on average over about 50 ms of steps.")
                .serviceLevelObjectives(STEP_BUCKETS)
                .register(registry));
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /** What is counted over all runs. */
  record Totals(Counter epochs, Counter samples, Counter steps, Counter nonFinite, Timer step) {}

  private static final class Shown {

    private final ModelGauges gauges;
    private int running;
    private long owner;

    Shown(ModelGauges gauges) {
      this.gauges = gauges;
    }
  }

  /**
   * Begins to tell of a run.
   *
   * @param model the name under which it will be registered
   */
  public synchronized RunMetrics begin(String model) {
    Shown shown = models.computeIfAbsent(model, name -> new Shown(new ModelGauges(registry, name)));
    shown.running++;
    shown.gauges.clear();
    long own = ++shown.owner;
    return new RunMetrics(
        totals,
        report -> {
          if (owns(shown, own)) {
            shown.gauges.show(report);
          }
        },
        () -> end(model, shown));
  }

  private synchronized boolean owns(Shown shown, long own) {
    return shown.owner == own;
  }

  private synchronized void end(String model, Shown shown) {
    shown.running--;
    // Last in the order: it is the last to go.
    models.remove(model);
    models.put(model, shown);
    long ended = models.values().stream().filter(each -> each.running == 0).count();
    var eldest = models.values().iterator();
    while (ended > ENDED) {
      Shown each = eldest.next();
      if (each.running == 0) {
        eldest.remove();
        each.gauges.remove();
        ended--;
      }
    }
  }
}
