package io.layerscope.run.metrics;

import io.layerscope.nn.statistics.GradientSummary;
import io.layerscope.nn.statistics.LayerReport;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What of a layer's statistics operators are told; not a number where there is none. */
record LayerHealth(
    double activationMean,
    double activationStdev,
    double deadUnits,
    double saturated,
    double gradient,
    double update) {

  private static final LayerHealth UNKNOWN =
      new LayerHealth(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** Each number under the name that it has outside. */
  enum Number {
    ACTIVATION_MEAN("mlp.layer.activation.mean", "Mean activation.", LayerHealth::activationMean),
    ACTIVATION_STDEV(
        "mlp.layer.activation.stdev",
        "Standard deviation of the activations.",
        LayerHealth::activationStdev),
    DEAD_UNITS(
        "mlp.layer.dead.units.ratio",
        "Units that are 0 in every row of the probe.",
        LayerHealth::deadUnits),
    SATURATED(
        "mlp.layer.saturated.ratio",
        "Activations at which the derivative is nearly 0.",
        LayerHealth::saturated),
    GRADIENT(
        "mlp.layer.gradient.l2",
        "Euclidean norm of the loss's derivative by the weights.",
        LayerHealth::gradient),
    UPDATE(
        "mlp.layer.update.param.ratio",
        "Mean absolute update over mean absolute weight of the last step.",
        LayerHealth::update);

    private final String meter;
    private final String description;
    private final ToDoubleFunction<LayerHealth> read;

    Number(String meter, String description, ToDoubleFunction<LayerHealth> read) {
      this.meter = meter;
      this.description = description;
      this.read = read;
    }

    String meter() {
      return meter;
    }

    String description() {
      return description;
    }

    double of(@Nullable LayerHealth health) {
      return read.applyAsDouble(health == null ? UNKNOWN : health);
    }
  }

  static LayerHealth of(LayerReport report) {
    Double variance = report.activation().variance();
    GradientSummary weights = report.gradient().weights();
    Double update = report.updateRatio();
    return new LayerHealth(
        number(report.activation().mean()),
        Math.sqrt(number(variance)),
        (double) report.deadUnits() / report.width(),
        report.saturatedFraction(),
        number(weights == null ? null : weights.norm()),
        Math.pow(10, number(update)));
  }

  static double number(@Nullable Double value) {
    return value == null ? Double.NaN : value;
  }
}
