package io.layerscope.run.metrics;

import io.layerscope.nn.EpochReport;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The gauges of one model: what the run that began last told last. They are read from one reference
 * each, so telling costs a training nothing.
 */
final class ModelGauges {

  private static final String MODEL = "model";

  private final MeterRegistry registry;
  private final String model;
  private final List<Meter> curves = new ArrayList<>();
  private final List<Meter> layerMeters = new ArrayList<>();
  private int registeredLayers;
  private volatile @Nullable EpochReport report;
  private volatile List<LayerHealth> layers = List.of();

  ModelGauges(MeterRegistry registry, String model) {
    this.registry = registry;
    this.model = model;
    split("mlp.training.loss", "Loss of the latest epoch.", "train", EpochReport::trainLoss);
    split(
        "mlp.training.loss",
        "Loss of the latest epoch.",
        "validation",
        EpochReport::validationLoss);
    split(
        "mlp.training.accuracy.ratio",
        "Accuracy of the latest epoch.",
        "train",
        EpochReport::trainAccuracy);
    split(
        "mlp.training.accuracy.ratio",
        "Accuracy of the latest epoch.",
        "validation",
        EpochReport::validationAccuracy);
    curve("mlp.training.epoch", "The latest epoch.", report -> (double) report.epoch());
    curve("mlp.training.learning.rate", "Of the last step.", EpochReport::learningRate);
    curve(
        "mlp.training.gradient.l2",
        "Mean norm of the latest epoch's gradients, before clipping.",
        EpochReport::gradientNorm);
  }

  /** Forgets what an earlier run has told. */
  synchronized void clear() {
    report = null;
    layers = List.of();
  }

  /** Shows an epoch. */
  synchronized void show(EpochReport latest) {
    if (latest.layers() != null) {
      List<LayerHealth> health = latest.layers().stream().map(LayerHealth::of).toList();
      layers = health;
      registerLayers(health.size());
    }
    // Layers are shown by themselves; their histograms would only take memory here.
    report =
        new EpochReport(
            latest.epoch(),
            latest.trainLoss(),
            latest.trainAccuracy(),
            latest.validationLoss(),
            latest.validationAccuracy(),
            latest.learningRate(),
            latest.gradientNorm(),
            latest.best(),
            null);
  }

  /** Takes all gauges away. */
  synchronized void remove() {
    curves.forEach(registry::remove);
    layerMeters.forEach(registry::remove);
  }

  private void registerLayers(int count) {
    if (count == registeredLayers) {
      return;
    }
    layerMeters.forEach(registry::remove);
    layerMeters.clear();
    for (int layer = 1; layer <= count; layer++) {
      for (LayerHealth.Number number : LayerHealth.Number.values()) {
        int index = layer - 1;
        layerMeters.add(
            Gauge.builder(number.meter(), this, shown -> number.of(shown.layer(index)))
                .description(number.description())
                .tag(MODEL, model)
                .tag("layer", String.valueOf(layer))
                .register(registry));
      }
    }
    registeredLayers = count;
  }

  private @Nullable LayerHealth layer(int index) {
    List<LayerHealth> shown = layers;
    return index < shown.size() ? shown.get(index) : null;
  }

  private void curve(
      String name, String description, Function<EpochReport, @Nullable Double> value) {
    curves.add(gauge(name, description, value).register(registry));
  }

  private void split(
      String name,
      String description,
      String split,
      Function<EpochReport, @Nullable Double> value) {
    curves.add(gauge(name, description, value).tag("split", split).register(registry));
  }

  private Gauge.Builder<ModelGauges> gauge(
      String name, String description, Function<EpochReport, @Nullable Double> value) {
    return Gauge.builder(name, this, shown -> shown.of(value))
        .description(description)
        .tag(MODEL, model);
  }

  private double of(Function<EpochReport, @Nullable Double> value) {
    EpochReport shown = report;
    return shown == null ? Double.NaN : LayerHealth.number(value.apply(shown));
  }
}
