package io.layerscope.run.diagnosis;

import static io.layerscope.run.diagnosis.Warning.evidence;
import static io.layerscope.run.diagnosis.Warning.text;

import io.layerscope.nn.activation.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

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
    List<Integer> sick =
        layers(
            history,
            vanishing >= 0
                ? layer -> layer.gradient() / top.gradient() < 1 / FACTOR
                : layer -> layer.gradient() / top.gradient() > FACTOR);
    if (vanishing >= 0) {
      warnings.add(
          new Warning(
              Illness.VANISHING,
              now < 1 / CRITICAL_FACTOR ? Severity.CRITICAL : Severity.WARNING,
              1,
              sick,
              vanishing,
              text(
                  "The gradient fades on its way down: in %s it is below a thousandth of the top"
                      + " layer's; at layer 1 it is %s. These layers hardly learn.",
                  LayerRanges.words(sick), now == 0 ? nothing(history) : part(now)),
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
              sick,
              exploding,
              text(
                  "The gradient grows on its way down: in %s it is above a thousand times the top"
                      + " layer's; at layer 1 it is %.1e times that.",
                  LayerRanges.words(sick), now),
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
    double bottom = history.latest().layers().getFirst().signal();
    List<Integer> sick =
        layers(
            history,
            fades
                ? layer -> layer.signal() / bottom < 1 / FACTOR
                : layer -> layer.signal() / bottom > FACTOR);
    boolean critical = now < 1 / CRITICAL_FACTOR || now > CRITICAL_FACTOR;
    warnings.add(
        new Warning(
            fades ? Illness.VANISHING : Illness.EXPLODING,
            critical ? Severity.CRITICAL : Severity.WARNING,
            history.network().layers(),
            sick,
            fades ? vanishing : exploding,
            text(
                "Signals %s on their way up: in %s the pre-activations are %s layer 1's; in"
                    + " the top layer they are %s.",
                fades ? "fade" : "grow",
                LayerRanges.words(sick),
                fades ? "below a thousandth of" : "above a thousand times",
                fades ? part(now) : text("%.1e times those", now)),
            INITIALIZE + " or batch normalization.",
            evidence(
                "signalRatio",
                now,
                "firstSignal",
                bottom,
                "topSignal",
                history.latest().layers().getLast().signal(),
                "threshold",
                fades ? 1 / FACTOR : FACTOR)));
  }

  /** The layers that a condition holds of now. */
  private static List<Integer> layers(History history, Predicate<LayerState> sick) {
    List<LayerState> states = history.latest().layers();
    return IntStream.rangeClosed(1, states.size())
        .filter(layer -> sick.test(states.get(layer - 1)))
        .boxed()
        .toList();
  }

  /** Why a gradient is nothing: nothing passes a layer of dead units, or it is too small. */
  private static String nothing(History history) {
    List<Integer> dead =
        layers(history, layer -> layer.dead() == 1).stream()
            .filter(layer -> layer <= history.network().depth())
            .filter(layer -> history.network().activationOf(layer - 1) instanceof Activation.Relu)
            .toList();
    return dead.isEmpty()
        ? part(0)
        : text("0, since nothing passes the dead units of %s", LayerRanges.words(dead));
  }

  /** A part of something; where floats have no number for it, what is known of it. */
  private static String part(double ratio) {
    return ratio == 0
        ? text("0 (below %.1e, where single precision ends)", Float.MIN_VALUE)
        : text("%.1e of that", ratio);
  }
}
