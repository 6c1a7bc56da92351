package io.layerscope.run.diagnosis;

import static io.layerscope.run.diagnosis.Warning.evidence;
import static io.layerscope.run.diagnosis.Warning.text;

import io.layerscope.nn.activation.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Dead and saturated units of hidden layers. A ReLU that is 0 for every row has no gradient and
 * stays so; a sigmoid, tanh or softsign far beyond its bend passes less than a hundredth of the
 * gradient. Some of both is usual, half of a layer is not.
 *
 * <p>L. Lu et al., Dying ReLU and initialization (2019); X. Glorot and Y. Bengio (2010), section 3.
 */
final class UnitHealth implements Rule {

  static final double MANY = 0.5;
  static final double NEARLY_ALL = 0.9;

  @Override
  public List<Warning> check(History history) {
    List<Warning> warnings = new ArrayList<>();
    for (int layer = 0; layer < history.network().depth(); layer++) {
      Activation activation = history.network().activationOf(layer);
      if (activation instanceof Activation.Relu) {
        dead(history, layer, warnings);
      } else if (activation instanceof Activation.Tanh
          || activation instanceof Activation.Sigmoid
          || activation instanceof Activation.Softsign) {
        saturated(history, layer, warnings);
      }
    }
    return warnings;
  }

  private static void dead(History history, int layer, List<Warning> warnings) {
    int since = since(history, layer, LayerState::dead);
    if (since < 0) {
      return;
    }
    double now = history.latest().layers().get(layer).dead();
    warnings.add(
        new Warning(
            Illness.DEAD,
            severity(now),
            layer + 1,
            since,
            text(
                "%.0f %% of layer %d's units are 0 for every row that was looked at: they have no"
                    + " gradient and cannot come back.",
                100 * now, layer + 1),
            "Lower the learning rate, start biases at 0, use leakyRelu or batch normalization.",
            evidence(
                "deadFraction", now,
                "units", history.network().widths().get(layer),
                "threshold", MANY)));
  }

  private static void saturated(History history, int layer, List<Warning> warnings) {
    int since = since(history, layer, LayerState::saturated);
    if (since < 0) {
      return;
    }
    LayerState state = history.latest().layers().get(layer);
    warnings.add(
        new Warning(
            Illness.SATURATED,
            severity(state.saturated()),
            layer + 1,
            since,
            text(
                "%.0f %% of layer %d's activations are so far beyond the bend that less than a"
                    + " hundredth of the gradient passes.",
                100 * state.saturated(), layer + 1),
            "Start from smaller weights (xavierNormal), scale the inputs, lower the learning rate,"
                + " or use batch normalization.",
            evidence(
                "saturatedFraction", state.saturated(),
                "preActivationRms", state.signal(),
                "threshold", MANY)));
  }

  private static int since(History history, int layer, ToDoubleFunction<LayerState> part) {
    return history.since(
        i -> part.applyAsDouble(history.looks().get(i).layers().get(layer)) >= MANY);
  }

  private static Severity severity(double part) {
    return part >= NEARLY_ALL ? Severity.CRITICAL : Severity.WARNING;
  }
}
