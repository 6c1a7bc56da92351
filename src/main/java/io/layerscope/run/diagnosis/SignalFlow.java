package io.layerscope.run.diagnosis;

import static io.layerscope.run.diagnosis.Warning.evidence;
import static io.layerscope.run.diagnosis.Warning.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Vanishing and exploding: the root mean square of the gradient by pre-activations at the bottom
 * beside the top's, and of the pre-activations at the top beside the bottom's. Initializers that
 * fit keep both constant in depth, up to the layers' widths; a factor of 1000 is far beyond what
 * widths make.
 *
 * <p>X. Glorot and Y. Bengio (2010), figures 6 and 7; K. He et al. (2015), section 2.2; R. Pascanu
 * et al., On the difficulty of training recurrent neural networks (2013).
 */
final class SignalFlow implements Rule {

  static final double FACTOR = 1e3;
  static final double CRITICAL_FACTOR = 1e6;

  private static final String INITIALIZE =
      "Take the initializer that fits the activation (kaimingNormal for relu, xavierNormal for"
          + " tanh)";

  @Override
  public List<Warning> check(History history) {
    List<Warning> warnings = new ArrayList<>();
    if (history.network().layers() < 2) {
      return warnings;
    }
    gradients(history, warnings);
    if (warnings.isEmpty()) {
      signals(history, warnings);
    }
    return warnings;
  }

  private static void gradients(History history, List<Warning> warnings) {
    ToDoubleFunction<History.Look> ratio =
        look -> look.layers().getFirst().gradient() / look.layers().getLast().gradient();
    int vanishing = history.since(i -> ratio.applyAsDouble(history.looks().get(i)) < 1 / FACTOR);
    int exploding = history.since(i -> ratio.applyAsDouble(history.looks().get(i)) > FACTOR);
    double now = ratio.applyAsDouble(history.latest());
    LayerState first = history.latest().layers().getFirst();
    LayerState top = history.latest().layers().getLast();
    if (vanishing >= 0) {
      warnings.add(
          new Warning(
              Illness.VANISHING,
              now < 1 / CRITICAL_FACTOR ? Severity.CRITICAL : Severity.WARNING,
              1,
              vanishing,
              text(
                  "The gradient fades on its way down: at layer 1 it is %.1e of the top layer's, so"
                      + " the lower layers hardly learn.",
                  now),
              INITIALIZE + ", batch normalization, relu in place of sigmoid, or fewer layers.",
              evidence(
                  "gradientRatio",
                  now,
                  "firstGradient",
                  first.gradient(),
                  "topGradient",
                  top.gradient(),
                  "threshold",
                  1 / FACTOR)));
    }
    if (exploding >= 0) {
      warnings.add(
          new Warning(
              Illness.EXPLODING,
              now > CRITICAL_FACTOR ? Severity.CRITICAL : Severity.WARNING,
              1,
              exploding,
              text(
                  "The gradient grows on its way down: at layer 1 it is %.1e times the top"
                      + " layer's.",
                  now),
              INITIALIZE + ", batch normalization, or gradientClipping with a smaller rate.",
              evidence(
                  "gradientRatio",
                  now,
                  "firstGradient",
                  first.gradient(),
                  "topGradient",
                  top.gradient(),
                  "threshold",
                  FACTOR)));
    }
  }

  /** Where the gradient travels well, or is 0 everywhere, the signals may still not. */
  private static void signals(History history, List<Warning> warnings) {
    ToDoubleFunction<History.Look> ratio =
        look -> look.layers().getLast().signal() / look.layers().getFirst().signal();
    int vanishing = history.since(i -> ratio.applyAsDouble(history.looks().get(i)) < 1 / FACTOR);
    int exploding = history.since(i -> ratio.applyAsDouble(history.looks().get(i)) > FACTOR);
    if (vanishing < 0 && exploding < 0) {
      return;
    }
    boolean fades = vanishing >= 0;
    double now = ratio.applyAsDouble(history.latest());
    boolean critical = now < 1 / CRITICAL_FACTOR || now > CRITICAL_FACTOR;
    warnings.add(
        new Warning(
            fades ? Illness.VANISHING : Illness.EXPLODING,
            critical ? Severity.CRITICAL : Severity.WARNING,
            history.network().layers(),
            fades ? vanishing : exploding,
            text(
                "Signals %s on their way up: the top layer's pre-activations are %.1e of layer"
                    + " 1's.",
                fades ? "fade" : "grow", now),
            INITIALIZE + " or batch normalization.",
            evidence(
                "signalRatio",
                now,
                "firstSignal",
                history.latest().layers().getFirst().signal(),
                "topSignal",
                history.latest().layers().getLast().signal(),
                "threshold",
                fades ? 1 / FACTOR : FACTOR)));
  }
}
